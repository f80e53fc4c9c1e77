using System.IO.Compression;
using TrmLab.Core;
using TrmLab.Trainer.Checkpoints;

namespace TrmLab.Trainer.Tests.Checkpoints;

public sealed class TorchZipDamageTests : IDisposable
{
    private static readonly byte[] Storage = Enumerable.Range(0, 64).Select(i => (byte)i).ToArray();
    private static readonly byte[] Good = PickleText.Archive(PickleText.OneTensor("w", 16, 0, [4, 4], [4, 1]).ToArray(), Storage);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trmlab-zip-");

    private string Target => Path.Combine(_directory.FullName, "step_1");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void A_file_cut_at_any_byte_is_refused()
    {
        for (var length = 0; length < Good.Length; length++)
            Refusal(Good[..length]);
        Assert.Contains("cut off", Refusal(Good[..^1]));
        Assert.Contains("cut off", Refusal(Good[..200]));
    }

    [Fact]
    public void A_changed_weight_is_noticed_by_its_checksum()
    {
        var content = Good.ToArray();
        content[content.AsSpan().IndexOf(Storage)] ^= 1;

        Assert.Contains("'archive/data/0' does not have its checksum", Refusal(content));
    }

    [Fact]
    public void Archives_of_other_programs_are_told_from_torch_saves()
    {
        Assert.Contains("not one that torch.save wrote", Refusal(Zip(CompressionLevel.NoCompression, "a.txt")));
        Assert.Contains("not one that torch.save wrote", Refusal(Zip(CompressionLevel.NoCompression)));
        Assert.Contains("is compressed", Refusal(Zip(CompressionLevel.Optimal, "x/data.pkl")));
        Assert.Contains("TorchScript", Refusal(Zip(CompressionLevel.NoCompression, "x/data.pkl", "x/constants.pkl")));
        Assert.Contains("byte order 'x/byteorder", Refusal(Zip(CompressionLevel.NoCompression, "x/data.pkl", "x/byteorder")));
        Assert.Contains("twice", Refusal(Zip(CompressionLevel.NoCompression, "x/data.pkl", "x/data.pkl")));
    }

    [Fact]
    public void The_old_format_and_other_files_are_refused_with_what_to_do()
    {
        byte[] legacy = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];

        Assert.Contains("torch.save(torch.load(FILE, weights_only=True), NEW)", Refusal(legacy));
        Assert.Contains("neither", Refusal("hello, world"u8.ToArray()));
        Assert.Contains("neither", Refusal([]));
    }

    [Fact]
    public void Random_damage_gives_a_plain_refusal_or_the_same_names()
    {
        Read(Good);
        var taken = 0;
        for (var trial = 0; trial < 4000; trial++)
        {
            var content = Damage.Of(Good, 20, trial);
            var before = GC.GetAllocatedBytesForCurrentThread();
            taken += IsTaken(content) ? 1 : 0;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 8 << 20);
        }

        Assert.InRange(taken, 1, 3999);
    }

    [Fact]
    public void Random_pickles_are_refused_or_read()
    {
        var good = PickleText.OneTensor("w", 16, 0, [4, 4], [4, 1]).ToArray();
        // Rebuilt around the damaged pickle, so that checksums do not stop it at the door.
        var taken = Enumerable.Range(0, 4000).Count(trial => IsTaken(PickleText.Archive(Damage.Of(good, 21, trial), Storage)));
        Assert.InRange(taken, 1, 3999);
    }

    private bool IsTaken(byte[] content)
    {
        try
        {
            Read(content);
            return true;
        }
        catch (InputException e)
        {
            Assert.DoesNotContain('\n', e.Message);
            return false;
        }
    }

    private void Read(byte[] content)
    {
        File.WriteAllBytes(Target, content);
        using var file = WeightsFile.Open(Target);
        foreach (var array in file.Arrays)
            array.CopyTo(Stream.Null);
    }

    private static byte[] Zip(CompressionLevel level, params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var name in names)
            {
                using var content = zip.CreateEntry(name, level).Open();
                content.Write(System.Text.Encoding.ASCII.GetBytes(name + new string(' ', 20)));
            }
        }

        return stream.ToArray();
    }

    private string Refusal(byte[] content)
    {
        File.WriteAllBytes(Target, content);
        var message = Assert.Throws<InputException>(() => WeightsFile.Open(Target)).Message;
        Assert.StartsWith(Target, message);
        Assert.DoesNotContain('\n', message);
        return message;
    }
}
