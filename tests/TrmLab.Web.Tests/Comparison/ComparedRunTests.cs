using TrmLab.Core.Configuration;
using TrmLab.Web.Comparison;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Comparison;

public sealed class ComparedRunTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Runs_keep_their_order_and_equal_names_are_told_apart()
    {
        Make("run-a", TestLab.Config("same", 1));
        Make("run-b", TestLab.Config("same", 2));
        Make("run-c", TestLab.Config("other", 2));
        var runs = EvaluatedRuns.Read(_lab, "run-c", "run-b", "absent", "run-a");
        Assert.Equal(["other", "same, seed 2", "same, seed 1"], runs.Select(r => r.Label));
    }

    [Fact]
    public void Only_what_differs_is_listed_with_data_and_commit()
    {
        Make("run-a", TestLab.Config("same", 1) with { Ema = true });
        EvaluatedRuns.Finished(_lab, "run-b", TestLab.Config("same", 1) with { Ema = false }, "sha256:" + new string('f', 64));
        var runs = EvaluatedRuns.Read(_lab, "run-a", "run-b");
        var rows = ConfigDifferences.Of(runs);
        Assert.Equal(["ema", "data hash"], rows.Select(r => r.Name));
        Assert.Equal(["true", "false"], rows[0].Values);
        Assert.Equal(["0123456789ab", "ffffffffffff"], rows[1].Values);
        Assert.Equal("abcdef0123", ConfigDifferences.CommitOf(runs[0]));
        Assert.Empty(ConfigDifferences.Of([runs[0]]));

        // A run without a configuration differs in nothing that is known.
        Assert.Empty(ConfigDifferences.Of([runs[0], runs[0] with { Config = null, Environment = new Dictionary<string, string>() }]));
    }

    [Fact]
    public void Runs_that_differ_in_seed_and_name_only_are_one_group()
    {
        Make("run-a", TestLab.Config("first", 1));
        Make("run-b", TestLab.Config("second", 2));
        Make("run-c", TestLab.Config("first", 3) with { Ema = false });
        var groups = SeedGroup.Of(EvaluatedRuns.Read(_lab, "run-a", "run-b", "run-c"));
        Assert.Equal([2, 1], groups.Select(g => g.Runs.Count));
        Assert.Equal(["ema true", "ema false"], groups.Select(g => g.Title));
    }

    [Fact]
    public void Results_are_taken_at_the_last_step_that_all_runs_have()
    {
        EvaluatedRuns.Finished(_lab, "run-a", TestLab.Config("a"), EvaluatedRuns.SomeHash, (50, "raw", "1100"), (100, "raw", "1110"));
        EvaluatedRuns.Open(_lab, "run-b", TestLab.Config("b"), EvaluatedRuns.SomeHash, (25, "raw", "1111"), (50, "raw", "1000"));
        var runs = EvaluatedRuns.Read(_lab, "run-a", "run-b");
        Assert.Equal([50, 50], FinalResults.Of(runs, FinalChoice.SameStep).Select(r => r.Evaluation!.Step));
        var last = FinalResults.Of(runs, FinalChoice.Last);
        Assert.Equal([100, 50], last.Select(r => r.Evaluation!.Step));
        Assert.Equal([0.75, 1.0], FinalResults.Of(runs, FinalChoice.Best).Select(r => r.Evaluation!.Exact!.Value));

        // A final against a run that has not ended is never shown without saying so.
        var cautions = FinalResults.Cautions(runs, last, FinalChoice.Last);
        Assert.Contains(cautions, c => c.StartsWith("b is ") && c.Contains("not that of a complete training"));
        Assert.Contains(cautions, c => c.Contains("different steps, 50 to 100"));
        Assert.Contains(FinalResults.Cautions(runs, last, FinalChoice.Best), c => c.Contains("chosen with the answers known"));
        Assert.DoesNotContain(FinalResults.Cautions([runs[0]], FinalResults.Of([runs[0]], FinalChoice.SameStep), FinalChoice.SameStep), c => c.Contains("complete training"));
    }

    [Theory]
    [InlineData("run-1:100:ema", "run-1:100:ema")]
    [InlineData("run-1:100:other", null)]
    [InlineData("run-1:-1:raw", null)]
    [InlineData(":1:raw", null)]
    [InlineData("nonsense", null)]
    [InlineData(null, null)]
    public void An_evaluations_name_is_read_or_passed_over(string? text, string? expected) => Assert.Equal(expected, EvaluationKey.TryParse(text)?.ToString());

    private void Make(string id, RunConfig config) => EvaluatedRuns.Finished(_lab, id, config, EvaluatedRuns.SomeHash);
}
