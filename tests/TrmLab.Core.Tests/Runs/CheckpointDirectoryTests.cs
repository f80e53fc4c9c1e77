using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

public sealed class CheckpointDirectoryTests : IDisposable
{
    private static readonly ModelShape Shape = new(new ArchConfig { HiddenSize = 32, TokenMlp = true }, 16, 6, 5);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-checkpoints-");

    private string Root => Path.Combine(_directory.FullName, "checkpoints");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void What_is_written_is_read_back_with_shape_metrics_and_digests()
    {
        var path = Write(100, "weights");

        var manifest = CheckpointDirectory.Open(path);

        Assert.EndsWith("step_000000100", path);
        Assert.Equal(Shape, manifest.Shape);
        Assert.Equal(100, manifest.Step);
        Assert.Equal(0.5, manifest.Metrics["ema/all/exact_accuracy"]);
        Assert.True(double.IsNaN(manifest.Metrics["raw/all/lm_loss"]));
        Assert.Equal([CheckpointManifest.RawWeights, CheckpointManifest.StateDocument], manifest.Files.Keys.Order());
        Assert.All(FileCheck.All(path), check => Assert.True(check.Ok));
    }

    [Fact]
    public void A_separator_at_the_end_of_its_name_changes_nothing()
    {
        var imported = Path.Combine(_directory.FullName, "imported");
        CheckpointDirectory.WriteTo(imported + "/", CheckpointManifest.For(1, Shape), files => files.Add(CheckpointManifest.RawWeights, stream => stream.Write("weights"u8)));
        Assert.Equal(1, CheckpointDirectory.Open(imported).Step);
        Assert.Equal([imported], Directory.GetFileSystemEntries(_directory.FullName));
        CheckpointDirectory.Delete(imported + "/");
        Assert.Empty(Directory.GetFileSystemEntries(_directory.FullName));
    }

    [Fact]
    public void A_writer_that_fails_leaves_nothing_and_the_older_ones_untouched()
    {
        Write(100, "old");

        Assert.Throws<IOException>(() => CheckpointDirectory.Write(Root, CheckpointManifest.For(200, Shape), files =>
        {
            files.Add(CheckpointManifest.RawWeights, stream => stream.Write("half"u8));
            throw new IOException("No space left on device");
        }));

        Assert.Equal([100], CheckpointDirectory.List(Root).Select(entry => entry.Step));
        Assert.Single(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public void Leftovers_of_a_killed_writer_are_not_listed_and_are_removed_by_the_next_write()
    {
        Write(100, "old");
        var leftover = Directory.CreateDirectory(Path.Combine(Root, DurableFile.TemporaryPrefix + "dead"));
        File.WriteAllText(Path.Combine(leftover.FullName, CheckpointManifest.RawWeights), "half");

        Assert.Equal([100], CheckpointDirectory.List(Root).Select(entry => entry.Step));
        Write(200, "new");

        Assert.False(Directory.Exists(leftover.FullName));
        Assert.Equal([200, 100], CheckpointDirectory.List(Root).Select(entry => entry.Step));
    }

    [Fact]
    public void The_same_step_written_again_replaces_the_checkpoint()
    {
        Write(100, "first");
        var path = Write(100, "second");

        Assert.Equal("second", File.ReadAllText(Path.Combine(path, CheckpointManifest.RawWeights)));
        Assert.Single(Directory.GetFileSystemEntries(Root));
        CheckpointDirectory.Open(path);
    }

    [Theory]
    [InlineData(CheckpointManifest.RawWeights)]
    [InlineData(CheckpointManifest.StateDocument)]
    [InlineData(CheckpointManifest.FileName)]
    [InlineData(CheckpointManifest.DigestFileName)]
    public void Any_flipped_byte_is_noticed_named_and_the_previous_checkpoint_taken(string file)
    {
        var good = Write(100, "good");
        var bad = Write(200, "bad!");
        var damaged = Path.Combine(bad, file);
        var original = File.ReadAllBytes(damaged);
        for (var i = 0; i < original.Length; i++)
        {
            var content = original.ToArray();
            content[i] ^= 4;
            File.WriteAllBytes(damaged, content);

            var skipped = new List<CheckpointEntry>();
            var newest = CheckpointDirectory.FindNewest(Root, skipped.Add);

            Assert.Equal(good, newest?.Path);
            Assert.Contains(bad, Assert.Single(skipped).Damage);
            Assert.DoesNotContain('\n', skipped[0].Damage!);
            Assert.Throws<InputException>(() => CheckpointDirectory.Open(bad));
        }
    }

    [Theory]
    [InlineData(CheckpointManifest.RawWeights)]
    [InlineData(CheckpointManifest.FileName)]
    public void Truncation_at_every_byte_and_absence_are_noticed(string file)
    {
        var path = Write(100, "weights");
        var damaged = Path.Combine(path, file);
        var original = File.ReadAllBytes(damaged);
        for (var length = 0; length < original.Length; length++)
        {
            File.WriteAllBytes(damaged, original[..length]);
            Assert.NotNull(Assert.Single(CheckpointDirectory.List(Root)).Damage);
        }

        File.Delete(damaged);
        Assert.NotNull(Assert.Single(CheckpointDirectory.List(Root)).Damage);
        Assert.Null(CheckpointDirectory.FindNewest(Root, _ => { }));
    }

    [Fact]
    public void A_symbolic_link_in_place_of_a_file_is_refused()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Making links needs privileges on Windows.");
        var path = Write(100, "weights");
        var file = Path.Combine(path, CheckpointManifest.RawWeights);
        var outside = Path.Combine(_directory.FullName, "outside");
        File.Move(file, outside);
        File.CreateSymbolicLink(file, outside);

        Assert.Contains("symbolic link", Assert.Throws<InputException>(() => CheckpointDirectory.Open(path)).Message);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(CheckpointManifest.FileName)]
    public void A_file_outside_the_directory_cannot_be_added(string name)
    {
        Assert.Throws<ArgumentException>(() =>
            CheckpointDirectory.Write(Root, CheckpointManifest.For(1, Shape), files => files.Add(name, _ => { })));
        Assert.Empty(CheckpointDirectory.List(Root));
    }

    [Fact]
    public void A_deleted_checkpoint_is_gone_and_foreign_directories_are_passed_over()
    {
        var path = Write(100, "weights");
        Directory.CreateDirectory(Path.Combine(Root, "step_of_somebody"));
        CheckpointDirectory.Delete(path);

        Assert.Empty(CheckpointDirectory.List(Root));
        Assert.Contains("no checkpoint here", Assert.Throws<InputException>(() => CheckpointDirectory.Open(path)).Message);
    }

    private string Write(long step, string weights)
    {
        var manifest = CheckpointManifest.For(step, Shape) with
        {
            Metrics = new Dictionary<string, double> { ["ema/all/exact_accuracy"] = 0.5, ["raw/all/lm_loss"] = double.NaN },
        };
        return CheckpointDirectory.Write(Root, manifest, files =>
        {
            files.Add(CheckpointManifest.RawWeights, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(weights)));
            files.Add(CheckpointManifest.StateDocument, stream => stream.Write("{}"u8));
        });
    }
}
