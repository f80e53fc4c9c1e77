namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Appends Sudoku puzzles to a split: one example per puzzle, all with the blank identifier.</summary>
internal static class SudokuSplit
{
    public static void Append(PuzzleSplitWriter output, ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, double rating)
    {
        Span<byte> input = stackalloc byte[question.Length];
        Span<byte> label = stackalloc byte[answer.Length];
        SudokuTokens.Encode(question, input);
        SudokuTokens.Encode(answer, label);
        output.AppendExample(input, label);
        output.EndPuzzle(identifier: 0, (float)rating);
    }
}
