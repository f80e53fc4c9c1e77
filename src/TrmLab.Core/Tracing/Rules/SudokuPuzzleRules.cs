using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tracing.Rules;

/// <summary>A digit once in each row, column and box; givens stay.</summary>
internal sealed class SudokuPuzzleRules(SudokuBoard board) : PuzzleRules
{
    public override string Kind => "sudoku";

    public override int Columns => board.Size;

    public override IReadOnlyList<string> Names => ["row", "column", "box", "given"];

    public override IReadOnlyList<string> Signs { get; } = ["", "", .. Enumerable.Range(1, board.Size).Select(digit => $"{digit}")];

    public override void Judge(ReadOnlySpan<byte> question, ReadOnlySpan<byte> answer, Span<int> counts, Span<bool> cells)
    {
        counts.Clear();
        cells.Clear();
        foreach (var broken in SudokuRules.BrokenConstraints(board, Digits(answer), Digits(question)))
        {
            counts[(int)broken.Constraint]++;
            foreach (var cell in broken.Cells)
                cells[cell] = true;
        }
    }

    private static byte[] Digits(ReadOnlySpan<byte> tokens)
    {
        var digits = new byte[tokens.Length];
        for (var i = 0; i < tokens.Length; i++)
            digits[i] = (byte)Math.Max(0, tokens[i] - SudokuTokens.Blank);
        return digits;
    }
}
