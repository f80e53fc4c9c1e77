using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;
using TrmLab.Web.Comparison;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Comparison;

public sealed class PuzzlePairingTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Puzzles_are_counted_pair_by_pair_and_listed()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "11100000");
        Make("run-b", EvaluatedRuns.SomeHash, "10011000");
        var pairs = Pair("run-a", "run-b");
        Assert.Equal(new PairedTable(1, 2, 2, 3), pairs.Pairs.Table);
        Assert.Equal([1, 2], pairs.Pairs.OnlyA.Select(p => p.Index));
        Assert.Equal([3, 4], pairs.Pairs.OnlyB.Select(p => p.Index));
        Assert.Equal(1, pairs.Pairs.Table.Test.Exact);
        Assert.Empty(pairs.Notes);
    }

    [Fact]
    public void Other_data_are_refused_with_both_hashes()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "1100");
        Make("run-b", "sha256:" + new string('f', 64), "1100");
        var message = Assert.Throws<InputException>(() => Pair("run-a", "run-b")).Message;
        Assert.Contains("different data", message);
        Assert.Contains("0123456789ab", message);
        Assert.Contains("ffffffffffff", message);
    }

    [Fact]
    public void Another_subset_is_refused_with_both_numbers()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "110011");
        Make("run-b", EvaluatedRuns.SomeHash, "1100");
        Assert.Contains("6 puzzles and run-b on 4", Assert.Throws<InputException>(() => Pair("run-a", "run-b")).Message);
    }

    [Fact]
    public void Data_that_are_not_recorded_are_said_to_be_assumed()
    {
        Make("run-a", null, "1100");
        Make("run-b", EvaluatedRuns.SomeHash, "1100");
        Assert.Contains("assumed", Assert.Single(Pair("run-a", "run-b").Notes));
    }

    [Fact]
    public void A_curve_without_results_by_puzzle_is_refused()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "1100");
        var b = _lab.Make("run-b", TestLab.Config("run-b"));
        TestLab.Write(b, Events.Started(), Events.Evaluated(100, "raw", 0.5));
        Assert.Contains("only the curve", Assert.Throws<InputException>(() => Pair("run-a", "run-b")).Message);
    }

    [Fact]
    public void A_kept_evaluation_of_a_checkpoint_stands_beside_a_trained_run()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "11100000");
        var kept = _lab.Make("kept", TestLab.Config("published"));
        TestLab.Write(kept, Events.Started() with { Environment = new Dictionary<string, string> { ["data /somewhere/none"] = EvaluatedRuns.SomeHash } }, new RunImported { Name = "published", Source = "step_65100", Format = "evaluation of a checkpoint" });
        EvaluatedRuns.Evaluate(kept, 100, "raw", "10011000");

        var run = Assert.Single(EvaluatedRuns.Read(_lab, "kept"));
        Assert.Equal(("published", RunPhase.Imported, true, 100L), (run.Label, run.State.Phase, run.IsComplete, run.Row.Step));
        Assert.NotNull(run.Config);
        var pairs = Pair("run-a", "kept");
        Assert.Equal(new PairedTable(1, 2, 2, 3), pairs.Pairs.Table);
        Assert.Empty(pairs.Notes);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Make("run-a", EvaluatedRuns.SomeHash, "1100");
        Make("run-b", EvaluatedRuns.SomeHash, "1100");
        Directory.Delete(_lab.Folder.Of("run-b").Evaluations, recursive: true);
        Assert.Contains("step_000000100.raw.csv", Assert.Throws<InputException>(() => Pair("run-a", "run-b")).Message);
    }

    private void Make(string id, string? hash, string solved) => EvaluatedRuns.Finished(_lab, id, TestLab.Config(id), hash, (100, "raw", solved));

    private PairedEvaluations Pair(string a, string b)
    {
        var runs = EvaluatedRuns.Read(_lab, a, b);
        return new PuzzlePairing(_lab.Folder, _lab.Data).Of((runs[0], runs[0].Evaluations[0]), (runs[1], runs[1].Evaluations[0]));
    }
}
