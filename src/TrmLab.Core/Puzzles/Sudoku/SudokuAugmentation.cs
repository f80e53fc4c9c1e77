using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>A random symmetry for each example drawn for training.</summary>
/// <param name="board">Geometry.</param>
/// <param name="digitsOnly">Relabels digits and leaves the cells where they are.</param>
public sealed class SudokuAugmentation(SudokuBoard board, bool digitsOnly) : IExampleAugmentation
{
    private readonly int[] _original = new int[board.Cells];

    public void Apply(SeededRandom random, Span<int> inputs, Span<int> labels)
    {
        SudokuSymmetry symmetry = digitsOnly ? SudokuSymmetry.DrawRelabelling(board, random) : SudokuSymmetry.Draw(board, random);
        inputs.CopyTo(_original);
        symmetry.ApplyToTokens(_original, inputs);
        labels.CopyTo(_original);
        symmetry.ApplyToTokens(_original, labels);
    }
}
