using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public class SudokuRulesTests
{
    [Fact]
    public void EachBrokenRuleIsNamedWithItsCells()
    {
        byte[] cells = Boards.Parse("1234341221434321");
        Assert.True(SudokuRules.IsSolved(SudokuBoard.Four, cells));
        Assert.Empty(SudokuRules.BrokenConstraints(SudokuBoard.Four, cells, cells));
        byte[] givens = [.. cells];
        cells[0] = 2;
        Assert.False(SudokuRules.IsSolved(SudokuBoard.Four, cells));
        IReadOnlyList<BrokenConstraint> broken = SudokuRules.BrokenConstraints(SudokuBoard.Four, cells, givens);
        Assert.Equal(
            [(SudokuConstraint.Row, 0, 2, "0 1"), (SudokuConstraint.Column, 0, 2, "0 8"), (SudokuConstraint.Box, 0, 2, "0 1"), (SudokuConstraint.Given, 0, 1, "0")],
            broken.Select(one => (one.Constraint, one.Index, one.Digit, string.Join(' ', one.Cells))));
    }

    [Fact]
    public void AnUnfinishedBoardBreaksNothing()
    {
        byte[] cells = Boards.Parse(Boards.HardQuestion);
        Assert.Empty(SudokuRules.BrokenConstraints(SudokuBoard.Nine, cells, cells));
        Assert.False(SudokuRules.IsSolved(SudokuBoard.Nine, cells));
    }

    [Fact]
    public void BoxesOfTheSixBoardAreTwoByThree()
    {
        Assert.Equal([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 2], Enumerable.Range(0, 13).Select(SudokuBoard.Six.BoxOf));
        Assert.False(SudokuBoard.Six.CanTranspose);
        Assert.Contains("4, 6 and 9", Assert.Throws<InputException>(() => SudokuBoard.FromSize(16)).Message);
    }
}
