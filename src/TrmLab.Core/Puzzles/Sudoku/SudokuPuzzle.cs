namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>A puzzle with its answer.</summary>
/// <param name="Question">Digits, 0 for a blank.</param>
/// <param name="Answer">The solved board.</param>
/// <param name="Rating">Difficulty; NaN where unknown.</param>
/// <param name="Line">Line of the file it was read from; 0 for a generated one.</param>
public sealed record SudokuPuzzle(byte[] Question, byte[] Answer, double Rating, int Line = 0)
{
    /// <summary>Cells that are given.</summary>
    public int Clues => Question.Length - Question.AsSpan().Count((byte)0);
}
