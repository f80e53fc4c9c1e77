using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Tracing;
using TrmLab.Core.Tracing.Rules;

namespace TrmLab.Core.Tests.Tracing;

public class TraceFiguresTests
{
    // 12|34 / 34|12 / 21|43 / 43|21 in tokens.
    private static readonly byte[] Solved = [2, 3, 4, 5, 4, 5, 2, 3, 3, 2, 5, 4, 5, 4, 3, 2];

    private static byte[] With(byte[] cells, params (int Cell, byte Token)[] changes)
    {
        byte[] copy = [.. cells];
        foreach (var (cell, token) in changes)
            copy[cell] = token;
        return copy;
    }

    [Fact]
    public void CountsWrongChangedAndBroken()
    {
        var question = With([.. Enumerable.Repeat((byte)1, 16)], (0, 2));
        var figures = TraceFigures.Of(Traces.Of(6, question, Solved, With(Solved, (1, 2), (0, 3)), With(Solved, (15, 3)), Solved));

        Assert.Equal("sudoku", figures.Rules.Kind);
        Assert.Equal([2, 1, 0], figures.Wrong);
        Assert.Equal([16, 3, 1], figures.Changed);
        // Swapping 1 and 2 of the first row keeps the row but doubles two columns and changes a given.
        Assert.Equal([0, 2, 0, 1], figures.Broken[0]);
        Assert.Equal([1, 1, 1, 0], figures.Broken[1]);
        Assert.Equal([0, 0, 0, 0], figures.Broken[2]);
        Assert.Equal([0, 0], figures.BrokenCells[4..6]);
        Assert.True((figures.BrokenCells[0] & 1) != 0);
        Assert.True(figures.Entropy[0] > 0.3);
    }

    [Fact]
    public void AMazeAnswerMustJoinStartAndGoalWithoutDeadEnds()
    {
        // S . . / # # . / G . .   ->  the path goes round.
        byte[] question = [3, 2, 2, 1, 1, 2, 4, 2, 2];
        byte[] path = [3, 5, 5, 1, 1, 5, 4, 5, 5];
        var rules = PuzzleRules.Of(9, 6);
        Assert.Equal("maze", rules.Kind);
        Assert.Equal([0, 0, 0], Judge(rules, question, path));
        Assert.Equal([0, 2, 1], Judge(rules, question, With(path, (5, 2))));
        Assert.Equal([1, 0, 0], Judge(rules, question, With(path, (3, 5))));
        Assert.Equal([0, 0, 1], Judge(rules, question, question));
    }

    [Fact]
    public void AnArcAnswerMustBeARectangleWithItsBorder()
    {
        var rules = PuzzleRules.Of(900, 12);
        var good = new byte[900];
        ArcSequence.Encode([1, 2, 3, 4], 2, 2, 0, 0, good);
        Assert.Equal([0], Judge(rules, good, good));
        Assert.Equal([2], Judge(rules, good, With(good, (2, 0), (500, 5))));
    }

    [Fact]
    public void UnknownTokensBreakNothing() => Assert.Equal("tokens", PuzzleRules.Of(10, 30).Kind);

    private static int[] Judge(PuzzleRules rules, byte[] question, byte[] answer)
    {
        var counts = new int[rules.Names.Count];
        rules.Judge(question, answer, counts, new bool[answer.Length]);
        return counts;
    }
}
