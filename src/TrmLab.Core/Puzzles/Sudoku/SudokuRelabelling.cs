namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Puzzles that differ only by the names of their digits count as the same puzzle.</summary>
internal static class SudokuRelabelling
{
    /// <summary>A key that exactly those puzzles share: the digits are named in the order of their first appearance in the question.</summary>
    public static string KeyOf(ReadOnlySpan<byte> question)
    {
        Span<byte> names = stackalloc byte[10];
        names.Clear();
        byte last = 0;
        Span<byte> renamed = stackalloc byte[question.Length];
        for (int i = 0; i < question.Length; i++)
        {
            byte digit = question[i];
            if (digit != 0 && names[digit] == 0)
            {
                names[digit] = ++last;
            }

            renamed[i] = names[digit];
        }

        return SudokuBoard.Format(renamed);
    }
}
