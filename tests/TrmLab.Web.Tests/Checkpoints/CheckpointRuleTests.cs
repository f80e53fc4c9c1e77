using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;

namespace TrmLab.Web.Tests.Checkpoints;

public sealed class CheckpointRuleTests
{
    [Fact]
    public void Newest_best_and_pinned_stay()
    {
        StoredCheckpoint[] all = [Of(10, ema: 0.9), Of(20, raw: 0.8), Of(30), Of(40) with { IsPinned = true }, Of(50, ema: 0.5, raw: 0.5), Of(60, ema: 0.4)];
        Assert.Equal([50, 30], new CheckpointRule(1).Doomed(all).Select(c => c.Step));
        Assert.Empty(new CheckpointRule(10).Doomed(all));
    }

    [Fact]
    public void The_last_sound_one_damaged_ones_imports_and_runs_in_use_stay()
    {
        StoredCheckpoint[] all = [Of(10), Of(20) with { Damage = "a file is missing" }, Of(30, run: "busy") with { IsInUse = true }, Of(40, run: "busy") with { IsInUse = true }, Of(5, run: null), Of(6, run: null)];
        Assert.Empty(new CheckpointRule(0).Doomed(all));
        Assert.Contains("last sound", CheckpointRule.Protected(all[0], all));
        Assert.Null(CheckpointRule.Protected(all[1], all));
        Assert.Contains("being trained", CheckpointRule.Protected(all[2], all));
        Assert.Null(CheckpointRule.Protected(all[4], all));
        Assert.Contains("pinned", CheckpointRule.Protected(all[4] with { IsPinned = true }, all));
    }

    private static StoredCheckpoint Of(long step, double? ema = null, double? raw = null, string? run = "run-1")
    {
        var metrics = new Dictionary<string, double>();
        if (ema is { } e) metrics["ema/all/exact_accuracy"] = e;
        if (raw is { } r) metrics["raw/all/exact_accuracy"] = r;
        var manifest = CheckpointManifest.For(step, new ModelShape(new ArchConfig(), 16, 6, 1)) with { Metrics = metrics };
        return new StoredCheckpoint($"run/{run}/{step}", $"/nowhere/{run}/{step}", run, "test", step, manifest, null, 0);
    }
}
