using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tracing;

/// <summary>Puzzles as people write them.</summary>
public static class PuzzleText
{
    /// <summary>
    /// Reads a puzzle for a network: a Sudoku as digits with <c>.</c> or <c>0</c> for blanks (white space, <c>|</c> and rules of <c>-</c>
    /// and <c>+</c> are passed over); anything else as S token numbers.
    /// </summary>
    /// <returns>Tokens, [S].</returns>
    /// <exception cref="InputException">Wrong length or a sign that does not belong there; says which.</exception>
    public static int[] Parse(string text, ModelShape shape)
    {
        if (SudokuBoard.TryFromCells(shape.SequenceLength, out var board) && board.VocabularySize == shape.VocabularySize)
            return Sudoku(text, board);
        return Tokens(text, shape);
    }

    private static int[] Sudoku(string text, SudokuBoard board)
    {
        char[] signs = [.. text.Where(sign => !char.IsWhiteSpace(sign) && sign is not ('|' or '-' or '+'))];
        var wrong = Array.FindIndex(signs, sign => sign != '.' && (sign < '0' || sign > '0' + board.Size));
        if (wrong >= 0)
            throw new InputException($"the puzzle's cell {wrong + 1} is '{signs[wrong]}'; a {board.Size}x{board.Size} Sudoku has the digits 1 to {board.Size}, and . or 0 for a blank");
        if (signs.Length != board.Cells)
            throw new InputException($"the puzzle has {signs.Length} cells; a {board.Size}x{board.Size} Sudoku has {board.Cells}");
        return [.. signs.Select(sign => sign == '.' ? SudokuTokens.Blank : sign - '0' + SudokuTokens.Blank)];
    }

    private static int[] Tokens(string text, ModelShape shape)
    {
        string[] words = text.Split([' ', ',', ';', '\t', '\r', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries);
        var tokens = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out tokens[i]) || tokens[i] >= shape.VocabularySize)
                throw new InputException($"the puzzle's token {i + 1} is '{words[i]}'; tokens are numbers from 0 to {shape.VocabularySize - 1}");
        }

        return tokens.Length == shape.SequenceLength ? tokens : throw new InputException($"the puzzle has {tokens.Length} tokens; this checkpoint takes {shape.SequenceLength}");
    }
}
