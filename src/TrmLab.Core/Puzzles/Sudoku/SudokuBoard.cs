using System.Diagnostics.CodeAnalysis;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// The geometry of a Sudoku: 4x4 with boxes of 2x2, 6x6 with boxes of 2 rows and 3 columns, 9x9 with boxes of 3x3. Cells are numbered row by
/// row; a board's content is a span of <see cref="Cells"/> bytes with digits 1 to <see cref="Size"/> and 0 for a blank.
/// </summary>
public sealed class SudokuBoard
{
    private SudokuBoard(int boxRows, int boxColumns)
    {
        BoxRows = boxRows;
        BoxColumns = boxColumns;
        Size = boxRows * boxColumns;
        Cells = Size * Size;
        Units = [.. Enumerable.Range(0, 3 * Size).Select(Unit)];
        Peers = [.. Enumerable.Range(0, Cells).Select(cell => (int[])[.. Units.Where(unit => unit.Contains(cell)).SelectMany(unit => unit).Where(other => other != cell).Distinct()])];
    }

    public static SudokuBoard Four { get; } = new(2, 2);

    public static SudokuBoard Six { get; } = new(2, 3);

    public static SudokuBoard Nine { get; } = new(3, 3);

    /// <summary>Digits, and cells per row.</summary>
    public int Size { get; }

    /// <summary>Size squared; the sequence length.</summary>
    public int Cells { get; }

    /// <summary>Rows of a box: rows per band.</summary>
    public int BoxRows { get; }

    /// <summary>Columns of a box: columns per stack.</summary>
    public int BoxColumns { get; }

    /// <summary>Only square boxes survive transposition.</summary>
    public bool CanTranspose => BoxRows == BoxColumns;

    /// <summary>Tokens of the data set: 0 padding, 1 blank, digit + 1.</summary>
    public int VocabularySize => Size + 2;

    /// <summary>Cells of each row, then of each column, then of each box.</summary>
    internal int[][] Units { get; }

    /// <summary>For each cell the others that it shares a unit with.</summary>
    internal int[][] Peers { get; }

    /// <summary>The board with this many digits.</summary>
    /// <exception cref="InputException">Not 4, 6 or 9.</exception>
    public static SudokuBoard FromSize(int size) =>
        TryFromCells(size * size, out SudokuBoard? board) ? board : throw new InputException($"There is no Sudoku of size {size}; 4, 6 and 9 are supported.");

    /// <summary>The board with this many cells: 16, 36 or 81.</summary>
    public static bool TryFromCells(int cells, [NotNullWhen(true)] out SudokuBoard? board)
    {
        board = cells switch { 16 => Four, 36 => Six, 81 => Nine, _ => null };
        return board is not null;
    }

    public int BoxOf(int cell)
    {
        (int row, int column) = Math.DivRem(cell, Size);
        return (row / BoxRows * (Size / BoxColumns)) + (column / BoxColumns);
    }

    /// <summary>Reads digits, with <c>.</c> or <c>0</c> for blanks; false at any other character or another length.</summary>
    public bool TryParse(ReadOnlySpan<char> text, Span<byte> cells)
    {
        if (text.Length != Cells)
        {
            return false;
        }

        for (int i = 0; i < text.Length; i++)
        {
            int digit = text[i] == '.' ? 0 : text[i] - '0';
            if ((uint)digit > (uint)Size)
            {
                return false;
            }

            cells[i] = (byte)digit;
        }

        return true;
    }

    /// <summary>The board as digits, with <c>.</c> for blanks.</summary>
    public static string Format(ReadOnlySpan<byte> cells)
    {
        Span<char> text = stackalloc char[cells.Length];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = cells[i] == 0 ? '.' : (char)('0' + cells[i]);
        }

        return new string(text);
    }

    private int[] Unit(int index) => (index / Size) switch
    {
        0 => [.. Enumerable.Range(0, Size).Select(i => (index * Size) + i)],
        1 => [.. Enumerable.Range(0, Size).Select(i => (i * Size) + index - Size)],
        _ => [.. Enumerable.Range(0, Cells).Where(cell => BoxOf(cell) == index - (2 * Size))],
    };
}
