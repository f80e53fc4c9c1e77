using TrmLab.Core.Results;
using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Results;

public sealed class StepOutcomesTests
{
    private static readonly PuzzleResult[] Puzzles =
    [
        new() { Index = 0, Steps = 3, Exact = true, FirstExactStep = 1, WouldHaltStep = 1, ExactAtHalt = true, Rating = 0 },
        new() { Index = 1, Steps = 3, Exact = true, FirstExactStep = 3, WouldHaltStep = 2, Rating = 5 },
        new() { Index = 2, Steps = 3, FirstExactStep = 2, Rating = 6 },
        new() { Index = 3, Steps = 3, Rating = 40 },
    ];

    [Fact]
    public void Each_step_says_what_stopping_there_would_have_cost()
    {
        var rows = StepOutcomes.Of(Puzzles, [0.25, 0.5, 0.5]);
        Assert.Equal([1, 2, 3], rows.Select(r => r.Step));
        Assert.Equal([Share.Of(1, 4), Share.Of(2, 4), Share.Of(2, 4)], rows.Select(r => r.Exact!.Value));
        Assert.Equal([0.25, 0.5, 0.5], rows.Select(r => r.Halted.Value));
        Assert.Equal([0.25, 0.5, 0.75], rows.Select(r => r.Reached.Value));
    }

    [Fact]
    public void What_was_not_recorded_is_not_made_up()
    {
        Assert.All(StepOutcomes.Of(Puzzles, []), row => Assert.Null(row.Exact));
        Assert.Empty(StepOutcomes.Of([], [0.5]));
    }

    [Fact]
    public void Puzzles_are_gathered_by_doubling_ratings()
    {
        var bars = DifficultyBucket.Of(Puzzles);
        Assert.Equal([(0, 0, 1), (4, 7, 2), (32, 63, 1)], bars.Select(b => (b.Minimum, b.Maximum, b.Count)));
        Assert.Equal(0.5, bars[1].Exact.Value);
    }
}
