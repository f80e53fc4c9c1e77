using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;
using TrmLab.Trainer.Commands;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Tests.Evaluation;

public sealed class EvaluationSummaryTests
{
    private static readonly PuzzleResult[] Puzzles =
    [
        new() { Index = 0, Exact = true, CellAccuracy = 1, Steps = 5, WouldHaltStep = 2, ExactAtHalt = true, Rating = 0 },
        new() { Index = 1, Exact = true, CellAccuracy = 1, Steps = 5, WouldHaltStep = 1, ExactAtHalt = false, Rating = 3 },
        new() { Index = 2, Exact = false, CellAccuracy = 0.5, Steps = 5, WouldHaltStep = 0, ExactAtHalt = false, Rating = 2 },
        new() { Index = 3, Exact = true, CellAccuracy = 1, Steps = 5, WouldHaltStep = 4, ExactAtHalt = true, Rating = double.NaN },
    ];

    private static readonly EvaluationSummary Summary = EvaluationSummary.Of(new EvaluationReport(new Dictionary<string, double>(), [0, 0.25, 0.5, 0.5, 0.75], Puzzles, 2)
    {
        CellAccuracyByStep = [0.1, 0.2, 0.3, 0.4, 0.875],
        Cost = new EvaluationCost(4, 20, 120, 2, 4),
    });

    [Fact]
    public void The_lines_for_people_name_no_rule_of_halting_that_only_some_networks_have() =>
        Assert.Contains(EvaluationText.Lines("raw", Summary), line => line.StartsWith("     halting by the network's own rule: ", StringComparison.Ordinal));

    [Fact]
    public void Shares_have_Wilson_intervals()
    {
        var interval = WilsonInterval.Of(3, 4);
        Assert.Equal(new Share(0.75, interval.Lower, interval.Upper), Summary.Exact);
        Assert.Equal([1, 2, 4, 5], Summary.BySteps.Select(s => s.Step));
        Assert.Equal(Share.Of(1, 4), Summary.BySteps[1].Exact);
        Assert.Equal(0.875, Summary.BySteps[^1].Accuracy);
        Assert.True(double.IsNaN(Share.Of(0, 0).Value));
    }

    [Fact]
    public void Halting_counts_the_answer_at_the_first_positive_logit()
    {
        Assert.Equal(Share.Of(2, 4), Summary.Halting.Exact);
        Assert.Equal((2 + 1 + 5 + 4) / 4.0, Summary.Halting.MeanSteps);
        Assert.Equal(0.75, Summary.Halting.Halted);
    }

    [Fact]
    public void Difficulty_doubles_from_bucket_to_bucket_and_leaves_the_unrated_out()
    {
        Assert.Equal([(0L, 0L, 1), (2, 3, 2)], Summary.ByDifficulty.Select(b => (b.Minimum, b.Maximum, b.Count)));
        Assert.Equal(Share.Of(1, 2), Summary.ByDifficulty[1].Exact);
        Assert.Equal(0.75, Summary.ByDifficulty[1].Accuracy);
        Assert.Equal(3, Summary.ByDifficulty[1].MeanSteps);
    }

    [Fact]
    public void Cost_is_per_puzzle_too() =>
        Assert.Equal((30, 0.5), (Summary.Cost.NetworkEvaluationsPerPuzzle, Summary.Cost.SecondsPerPuzzle));
}
