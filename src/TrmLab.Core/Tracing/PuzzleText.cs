using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tracing;

/// <summary>Puzzles as people write them.</summary>
public static class PuzzleText
{
    /// <summary>
    /// Reads a puzzle for a network: a Sudoku as digits with <c>.</c> or <c>0</c> for blanks (white space, <c>|</c> and rules of <c>-</c>
    /// and <c>+</c> are passed over); a maze as its characters <c># SGo</c>; an ARC grid as rows of digits, one line each or separated by
    /// <c>/</c>, or as JSON; anything else, and any kind separated by commas, as S token numbers.
    /// </summary>
    /// <returns>Tokens, [S].</returns>
    /// <exception cref="InputException">Wrong length or a sign that does not belong there; says which.</exception>
    public static int[] Parse(string text, ModelShape shape)
    {
        if (BoardOf(shape) is { } board)
            return IsTokens(text, shape) ? Tokens(text, shape) : Sudoku(text, board);
        if (shape is { SequenceLength: ArcSequence.Length, VocabularySize: ArcSequence.VocabularySize } && Grid(text) is { } grid)
            return grid;
        return IsMaze(shape, text) ? Maze(text, shape) : Tokens(text, shape);
    }

    /// <summary>Whether a text gives token numbers rather than signs: separated by commas, since digits of a Sudoku may stand apart by blanks.</summary>
    public static bool IsTokens(string text, ModelShape shape) =>
        Words(text).Length == shape.SequenceLength && (text.Contains(',') || BoardOf(shape) is null);

    /// <summary>The token of a single sign, as it is typed into a cell.</summary>
    /// <exception cref="InputException">The sign is none of this kind of puzzle.</exception>
    public static int Token(string sign, ModelShape shape)
    {
        var rules = Rules.PuzzleRules.Of(shape.SequenceLength, shape.VocabularySize);
        var one = sign.Length == 1 ? sign[0] : '\0';
        int? token = rules.Kind switch
        {
            "sudoku" when one is '.' or '0' or ' ' => SudokuTokens.Blank,
            "sudoku" when one > '0' && one - '0' <= rules.Columns => one - '0' + SudokuTokens.Blank,
            "maze" when MazeTokens.Characters.IndexOf(one == '.' ? ' ' : char.ToUpperInvariant(one) is 'S' or 'G' ? char.ToUpperInvariant(one) : one) is var place and >= 0 => place + 1,
            "arc" when char.IsAsciiDigit(one) => one - '0' + ArcSequence.FirstColour,
            _ => null,
        };
        return token ?? throw new InputException($"'{sign}' is no sign of this puzzle");
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

    private static bool IsMaze(ModelShape shape, string text) =>
        shape.VocabularySize == MazeTokens.Characters.Length + 1 && text.AsSpan().IndexOf('#') >= 0;

    private static int[] Maze(string text, ModelShape shape)
    {
        char[] signs = [.. text.Where(sign => sign is not ('\r' or '\n')).Select(sign => sign == '.' ? ' ' : sign)];
        var cells = new byte[signs.Length];
        if (MazeTokens.Parse(signs, cells) is var wrong and >= 0)
            throw new InputException($"the maze's cell {wrong + 1} is '{signs[wrong]}'; a maze has the signs # (wall), blank or . (open), S, G and o (path)");
        if (cells.Length != shape.SequenceLength)
            throw new InputException($"the maze has {cells.Length} cells; this checkpoint takes {shape.SequenceLength}");
        if (cells.Count(cell => cell == MazeTokens.Start) != 1 || cells.Count(cell => cell == MazeTokens.Goal) != 1)
            throw new InputException("the maze must have one start S and one goal G");
        return [.. cells.Select(cell => (int)cell)];
    }

    // Null if the text is no grid of digits, such as a list of tokens.
    private static int[]? Grid(string text)
    {
        var rows = text.Contains('[') ? text.Split("],") : text.Split(['/', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        byte[][] cells = [.. rows.Select(row => row.Where(char.IsAsciiDigit).Select(sign => (byte)(sign - '0')).ToArray())];
        var (height, width) = (cells.Length, cells[0].Length);
        if (text.Any(sign => !char.IsAsciiDigit(sign) && !char.IsWhiteSpace(sign) && sign is not ('[' or ']' or ',' or '/')) || height > ArcGrid.MaximumSide || width is 0 or > ArcGrid.MaximumSide)
            return null;
        if (cells.Any(row => row.Length != width))
            throw new InputException("the grid's rows differ in length");
        var tokens = new byte[ArcSequence.Length];
        ArcSequence.Encode(new ArcGrid(height, width, [.. cells.SelectMany(row => row)]), 0, 0, tokens);
        return [.. tokens.Select(token => (int)token)];
    }

    private static SudokuBoard? BoardOf(ModelShape shape) =>
        SudokuBoard.TryFromCells(shape.SequenceLength, out var board) && board.VocabularySize == shape.VocabularySize ? board : null;

    private static string[] Words(string text) => text.Split([' ', ',', ';', '\t', '\r', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries);

    private static int[] Tokens(string text, ModelShape shape)
    {
        var words = Words(text);
        var tokens = new int[words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            if (!int.TryParse(words[i], NumberStyles.None, CultureInfo.InvariantCulture, out tokens[i]) || tokens[i] >= shape.VocabularySize)
                throw new InputException($"the puzzle's token {i + 1} is '{words[i]}'; tokens are numbers from 0 to {shape.VocabularySize - 1}");
        }

        return tokens.Length == shape.SequenceLength ? tokens : throw new InputException($"the puzzle has {tokens.Length} tokens; this checkpoint takes {shape.SequenceLength}");
    }
}
