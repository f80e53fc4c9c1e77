using TrmLab.Core.Configuration;
using TrmLab.Core.Tracing;

namespace TrmLab.Core.Tests.Tracing;

public class PuzzleTextTests
{
    private static readonly ModelShape Four = new(new ArchConfig(), 16, 6, 1);
    private static readonly ModelShape Maze = new(new ArchConfig(), 9, 6, 1);
    private static readonly ModelShape Arc = new(new ArchConfig(), 900, 12, 1);
    private static readonly ModelShape Other = new(new ArchConfig(), 4, 20, 1);

    [Fact]
    public void ASudokuMayBeDrawnWithRules() =>
        Assert.Equal([2, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 5], PuzzleText.Parse("1.|..\n..|20\n--+--\n..|..\n..|.4", Four));

    [Theory]
    [InlineData("1...", "4 cells")]
    [InlineData("1..............5", "cell 16 is '5'")]
    [InlineData("1..............x", "cell 16 is 'x'")]
    [InlineData("", "0 cells")]
    public void AWrongSudokuIsRefusedWithItsPlace(string text, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => PuzzleText.Parse(text, Four)).Message);

    [Fact]
    public void AMazeIsReadAsItsCharacters()
    {
        Assert.Equal([3, 2, 2, 1, 1, 2, 4, 2, 2], PuzzleText.Parse("S..\n##.\nG  ", Maze));
        Assert.Contains("one start", Assert.Throws<InputException>(() => PuzzleText.Parse("S..##.S..", Maze)).Message);
        Assert.Contains("'x'", Assert.Throws<InputException>(() => PuzzleText.Parse("Sx.##.G..", Maze)).Message);
    }

    [Fact]
    public void AnArcGridIsReadFromRowsAndFromJson()
    {
        var rows = PuzzleText.Parse("12/30", Arc);
        Assert.Equal(rows, PuzzleText.Parse("[[1, 2], [3, 0]]", Arc));
        Assert.Equal([3, 4, 1, 0], rows[..4]);
        Assert.Equal([5, 2, 1, 0], rows[30..34]);
        Assert.Equal([1, 1, 0], rows[60..63]);
        Assert.Contains("differ in length", Assert.Throws<InputException>(() => PuzzleText.Parse("12/3", Arc)).Message);
    }

    [Fact]
    public void CommasMakeTokenNumbersOfAnyKind()
    {
        const string tokens = "2,2,1,1, 1,1,1,1, 1,1,1,1, 1,1,1,0";
        Assert.Equal([2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0], PuzzleText.Parse(tokens, Four));
        Assert.True(PuzzleText.IsTokens(tokens, Four));
        Assert.False(PuzzleText.IsTokens("1 1 . . . . . . . . . . . . . .", Four));
        Assert.Equal([1, 1, 1, 1, 1, 2, 2, 2, 2], PuzzleText.Parse("[1,1,1,1,1,2,2,2,2]", Maze));
    }

    [Fact]
    public void OtherSequencesAreTokenNumbers()
    {
        Assert.Equal([0, 19, 3, 3], PuzzleText.Parse("[0, 19, 3,3]", Other));
        Assert.Contains("'20'", Assert.Throws<InputException>(() => PuzzleText.Parse("0 20 3 3", Other)).Message);
        Assert.Contains("3 tokens", Assert.Throws<InputException>(() => PuzzleText.Parse("0 1 3", Other)).Message);
    }
}
