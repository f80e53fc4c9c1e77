namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>How boards stand in a data set: 0 padding, 1 blank, digit + 1.</summary>
public static class SudokuTokens
{
    public const int Padding = 0;

    public const int Blank = 1;

    /// <summary>Digits to tokens.</summary>
    public static void Encode(ReadOnlySpan<byte> digits, Span<byte> tokens)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            tokens[i] = (byte)(digits[i] + Blank);
        }
    }

    /// <summary>Tokens to digits; padding becomes a blank.</summary>
    public static void Decode(ReadOnlySpan<int> tokens, Span<byte> digits)
    {
        for (int i = 0; i < tokens.Length; i++)
        {
            digits[i] = (byte)Math.Max(0, tokens[i] - Blank);
        }
    }

    /// <summary>The empty metadata of a Sudoku split.</summary>
    public static DatasetMetadata Metadata(SudokuBoard board) => new()
    {
        PadId = Padding,
        IgnoreLabelId = 0,
        VocabularySize = board.VocabularySize,
        SequenceLength = board.Cells,
        PuzzleIdentifiers = 1,
    };
}
