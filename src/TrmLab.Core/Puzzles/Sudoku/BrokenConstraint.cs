namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Which rule of Sudoku is broken.</summary>
public enum SudokuConstraint
{
    /// <summary>A digit twice in a row.</summary>
    Row,

    /// <summary>A digit twice in a column.</summary>
    Column,

    /// <summary>A digit twice in a box.</summary>
    Box,

    /// <summary>A given cell that no longer shows its digit.</summary>
    Given,
}

/// <summary>One broken rule.</summary>
/// <param name="Constraint">The kind.</param>
/// <param name="Index">Row, column or box from 0; the cell for a changed given.</param>
/// <param name="Digit">The digit that is there more than once; for a changed given the digit that was given.</param>
/// <param name="Cells">All cells involved.</param>
public sealed record BrokenConstraint(SudokuConstraint Constraint, int Index, int Digit, IReadOnlyList<int> Cells);
