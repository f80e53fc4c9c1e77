using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class PairedComparisonTests
{
    [Fact]
    public void Puzzles_are_joined_by_set_and_index()
    {
        PuzzleResult[] a = [Result(0, true), Result(1, true), Result(2, false), Result(3, false), Result(0, true, "other"), Result(9, true)];
        PuzzleResult[] b = [Result(3, false), Result(2, true), Result(1, false), Result(0, true), Result(0, false, "other"), Result(7, true), Result(8, true)];
        var comparison = PairedComparison.Of(a, b);
        Assert.Equal(new PairedTable(Both: 1, OnlyA: 2, OnlyB: 1, Neither: 1), comparison.Table);
        Assert.Equal([new PuzzleKey("all", 1), new PuzzleKey("other", 0)], comparison.OnlyA);
        Assert.Equal([new PuzzleKey("all", 2)], comparison.OnlyB);
        Assert.Equal(1, comparison.MissingInB);
        Assert.Equal(2, comparison.MissingInA);
    }

    [Fact]
    public void What_counts_as_solved_can_be_chosen()
    {
        PuzzleResult[] a = [Result(0, true) with { ExactAtHalt = false }];
        PuzzleResult[] b = [Result(0, true) with { ExactAtHalt = true }];
        Assert.Equal(1, PairedComparison.Of(a, b).Table.Both);
        Assert.Equal(1, PairedComparison.Of(a, b, static r => r.ExactAtHalt).Table.OnlyB);
    }

    [Fact]
    public void Doubles_and_disjoint_evaluations_are_refused()
    {
        var doubled = Assert.Throws<InputException>(() => PairedComparison.Of([Result(4, true), Result(4, true)], [Result(4, true)]));
        Assert.Contains("Puzzle 4", doubled.Message);
        Assert.Contains("first", doubled.Message);
        Assert.Throws<InputException>(() => PairedComparison.Of([Result(1, true)], [Result(2, true)]));
        Assert.Throws<InputException>(() => PairedComparison.Of([], []));
    }

    private static PuzzleResult Result(int index, bool exact, string set = "all") => new() { Index = index, Set = set, Exact = exact };
}
