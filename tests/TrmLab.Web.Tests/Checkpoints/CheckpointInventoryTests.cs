using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Checkpoints;

public sealed class CheckpointInventoryTests : IDisposable
{
    private static readonly ModelShape Shape = new(new ArchConfig(), 16, 6, 1);
    private readonly TestLab _lab = new();
    private readonly RunDirectory _run;

    public CheckpointInventoryTests()
    {
        _run = EvaluatedRuns.Finished(_lab, "run-1", TestLab.Config(), null);
        foreach (var step in new[] { 50, 100 }) Write(step);
        CheckpointDirectory.WriteTo(Path.Combine(_lab.Data.Root, "checkpoints", "mine"), CheckpointManifest.For(7, Shape) with { Source = "step_7" }, files => files.Add("raw.safetensors", s => s.WriteByte(1)));
        _lab.CatchUp();
        _lab.States.Look(DateTimeOffset.UtcNow);
    }

    private CheckpointInventory Inventory => new(_lab.Data, _lab.Folder, _lab.Index, _lab.States);

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Each_says_what_it_holds_and_whether_it_can_be_resumed()
    {
        var all = Inventory.All();
        Assert.Equal(["imported/mine", "run/run-1/100", "run/run-1/50"], all.Select(c => c.Key));
        Assert.Contains("load_checkpoint", all[0].NotResumable);
        Assert.Equal("all steps are trained", all[1].NotResumable);
        Assert.Null(all[2].NotResumable);
        Assert.True(all[2].Has("ema") && all[2].Has("raw") && !all[0].Has("ema"));
        Assert.Equal(0.5, all[2].Exact("ema"));
    }

    [Fact]
    public void Reading_every_byte_finds_damage_and_a_change_makes_the_outcome_void()
    {
        var verification = new CheckpointVerification();
        var checkpoint = Inventory.All()[1];
        Assert.Null(verification.Of(checkpoint));
        Assert.Null(verification.Verify(checkpoint).Problem);
        Assert.NotNull(verification.Of(checkpoint));
        using (var file = File.OpenWrite(Path.Combine(checkpoint.Path, "raw.safetensors"))) file.WriteByte(99);
        File.SetLastWriteTimeUtc(Path.Combine(checkpoint.Path, "raw.safetensors"), DateTime.UtcNow.AddSeconds(5));
        Assert.Null(verification.Of(checkpoint));
        Assert.Contains("raw.safetensors", verification.Verify(checkpoint).Problem);
    }

    [Fact]
    public void What_is_removed_can_be_put_back_unchanged()
    {
        var trash = new CheckpointTrash(_lab.Data);
        trash.Add(Inventory.All()[2]);
        Assert.DoesNotContain(Inventory.All(), c => c.Step == 50);
        var trashed = Assert.Single(trash.All());
        Assert.Equal(Path.Combine("runs", "run-1", "checkpoints", "step_000000050"), trashed.Origin);
        trash.Restore(trashed);
        Assert.Empty(trash.All());
        Assert.Null(new CheckpointVerification().Verify(Inventory.All().Single(c => c.Step == 50)).Problem);
    }

    [Fact]
    public void What_was_removed_long_ago_is_deleted_for_good_by_the_settings_days()
    {
        var trash = new CheckpointTrash(_lab.Data);
        var all = Inventory.All();
        trash.Add(all[1]);
        trash.Add(all[2]);
        File.SetLastWriteTimeUtc(Path.Combine(trash.All().Single(t => t.Origin.EndsWith("000000050", StringComparison.Ordinal)).Path, "deleted"), DateTime.UtcNow.AddDays(-31));
        var retention = new TrashRetention(_lab.Trash, trash, _lab.Settings, Microsoft.Extensions.Logging.Abstractions.NullLogger<TrashRetention>.Instance);
        _lab.Settings.Save(_lab.Settings.Current with { TrashDays = 0 });
        retention.Tidy(DateTimeOffset.UtcNow);
        Assert.Equal(2, trash.All().Count);
        _lab.Settings.Save(_lab.Settings.Current with { TrashDays = 30 });
        retention.Tidy(DateTimeOffset.UtcNow);
        var kept = Assert.Single(trash.All());
        trash.Restore(kept);
        Assert.False(File.Exists(Path.Combine(_lab.Data.Root, kept.Origin, "deleted")));
    }

    [Fact]
    public void One_that_an_earlier_version_removed_counts_from_when_its_folder_changed()
    {
        var trash = new CheckpointTrash(_lab.Data);
        trash.Add(Inventory.All()[2]);
        var path = trash.All()[0].Path;
        File.Delete(Path.Combine(path, "deleted"));
        Directory.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-300));
        Assert.InRange(trash.All()[0].Deleted, DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    [Fact]
    public void Nothing_is_put_over_another_or_into_a_run_that_is_gone()
    {
        var trash = new CheckpointTrash(_lab.Data);
        trash.Add(Inventory.All()[2]);
        Write(50);
        Assert.Contains("another checkpoint", Assert.Throws<InputException>(() => trash.Restore(trash.All()[0])).Message);
        Directory.Delete(_run.Root, recursive: true);
        Assert.Contains("not there any more", Assert.Throws<InputException>(() => trash.Restore(trash.All()[0])).Message);
        Assert.True(trash.Empty() > 0);
        Assert.Empty(trash.All());
    }

    [Fact]
    public void A_second_look_at_one_sees_its_pin_whether_its_run_is_trained_and_that_it_is_gone()
    {
        var checkpoint = Inventory.All()[2];
        Assert.Equal(checkpoint, Inventory.Again(checkpoint));
        CheckpointPin.Set(checkpoint.Path, true);
        using (RunLock.Take(_run))
        {
            TestLab.Write(_run, Events.Resumed(50, 900));
            _lab.States.Look(_run, DateTimeOffset.UtcNow);
            Assert.True(Inventory.Again(checkpoint) is { IsPinned: true, IsInUse: true });
        }

        Directory.Delete(checkpoint.Path, recursive: true);
        Assert.Null(Inventory.Again(checkpoint));
    }

    private void Write(long step) => CheckpointDirectory.Write(_run.Checkpoints, CheckpointManifest.For(step, Shape) with { Metrics = new Dictionary<string, double> { ["ema/all/exact_accuracy"] = 0.5 } }, files =>
    {
        foreach (var name in new[] { CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights, CheckpointManifest.StateDocument }) files.Add(name, s => s.Write([1, 2, 3]));
    });
}
