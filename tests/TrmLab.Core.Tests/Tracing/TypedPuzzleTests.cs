using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public class TypedPuzzleTests
{
    private static readonly ModelShape Four = new(new ArchConfig(), 16, 6, 1);
    private static readonly ModelShape Maze = new(new ArchConfig(), 9, 6, 1);
    private static readonly ModelShape Arc = new(new ArchConfig(), 900, 12, 1);

    [Fact]
    public void APuzzleWithOneAnswerGetsIt()
    {
        var typed = TypedPuzzle.Of(PuzzleText.Parse("....3.2.4.1.1.3.", Four), Four);
        Assert.Empty(typed.Problems);
        Assert.Equal("2143" + "3421" + "4312" + "1234", TypedPuzzle.Format(typed.Puzzle.Labels!, Four));
        Assert.Null(typed.Note);
    }

    [Theory]
    [InlineData("11..............", "row 1 has the digit 1 2 times")]
    [InlineData("1...1...........", "column 1 has the digit 1 2 times")]
    [InlineData("123....4........", "no solution")]
    public void BrokenRulesAreSaid(string text, string said) =>
        Assert.Contains(TypedPuzzle.Of(PuzzleText.Parse(text, Four), Four).Problems, problem => problem.Contains(said, StringComparison.Ordinal));

    [Fact]
    public void SeveralAnswersAreNoProblemButGiveNoLabel()
    {
        var typed = TypedPuzzle.Of(PuzzleText.Parse("1234............", Four), Four);
        Assert.Empty(typed.Problems);
        Assert.Null(typed.Puzzle.Labels);
        Assert.Contains("more than one", typed.Note);
    }

    [Fact]
    public void AMazeWithOneShortestPathIsSolved()
    {
        var typed = TypedPuzzle.Of(PuzzleText.Parse("S..##.G..", Maze), Maze);
        Assert.Equal("Soo##oGoo", TypedPuzzle.Format(typed.Puzzle.Labels!, Maze));
        Assert.Contains("no path", Assert.Single(TypedPuzzle.Of(PuzzleText.Parse("S#######G", Maze), Maze).Problems));
    }

    [Theory]
    [InlineData("5", 7)]
    [InlineData("0", 2)]
    public void SignsBecomeTokens(string sign, int token) => Assert.Equal(token, PuzzleText.Token(sign, Arc));

    [Fact]
    public void AForeignSignIsRefused()
    {
        Assert.Equal(1, PuzzleText.Token(".", Four));
        Assert.Equal(5, PuzzleText.Token("4", Four));
        Assert.Throws<InputException>(() => PuzzleText.Token("5", Four));
        Assert.Equal(3, PuzzleText.Token("s", Maze));
        Assert.Equal("12/30", TypedPuzzle.Format(PuzzleText.Parse("12/30", Arc), Arc));
    }
}
