using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// One symmetry of Sudoku: transposition (square boxes only), a permutation of rows and columns that keeps bands and stacks together, and a
/// relabelling of the digits. A solved board stays solved and a puzzle keeps its number of solutions.
/// </summary>
public sealed class SudokuSymmetry
{
    private readonly byte[] _digits;
    private readonly byte[] _originals;
    private readonly byte[] _sources;

    /// <param name="board">Geometry.</param>
    /// <param name="digits">New digit of each digit; entry 0 is 0.</param>
    /// <param name="transpose">Whether rows and columns change places first.</param>
    /// <param name="rows">For each new row the (transposed) row that it shows.</param>
    /// <param name="columns">For each new column the (transposed) column that it shows.</param>
    public SudokuSymmetry(SudokuBoard board, ReadOnlySpan<int> digits, bool transpose, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        if (transpose && !board.CanTranspose)
        {
            throw new ArgumentException("Boxes that are not square do not survive transposition.", nameof(transpose));
        }

        _digits = new byte[digits.Length];
        _originals = new byte[digits.Length];
        for (int digit = 0; digit < digits.Length; digit++)
        {
            _digits[digit] = (byte)digits[digit];
            _originals[digits[digit]] = (byte)digit;
        }

        _sources = new byte[board.Cells];
        for (int row = 0; row < board.Size; row++)
        {
            for (int column = 0; column < board.Size; column++)
            {
                (int r, int c) = transpose ? (columns[column], rows[row]) : (rows[row], columns[column]);
                _sources[(row * board.Size) + column] = (byte)((r * board.Size) + c);
            }
        }
    }

    /// <summary>A uniformly random symmetry.</summary>
    public static SudokuSymmetry Draw(SudokuBoard board, SeededRandom random)
    {
        Span<int> digits = stackalloc int[board.Size + 1];
        Span<int> rows = stackalloc int[board.Size];
        Span<int> columns = stackalloc int[board.Size];
        DrawDigits(random, digits);
        bool transpose = board.CanTranspose && random.NextBoolean();
        DrawLines(random, rows, board.BoxRows);
        DrawLines(random, columns, board.BoxColumns);
        return new SudokuSymmetry(board, digits, transpose, rows, columns);
    }

    /// <summary>A uniformly random relabelling that leaves every cell in its place.</summary>
    public static SudokuSymmetry DrawRelabelling(SudokuBoard board, SeededRandom random)
    {
        Span<int> digits = stackalloc int[board.Size + 1];
        int[] lines = [.. Enumerable.Range(0, board.Size)];
        DrawDigits(random, digits);
        return new SudokuSymmetry(board, digits, transpose: false, lines, lines);
    }

    /// <summary>Transforms a board; question and answer of a puzzle take the same symmetry.</summary>
    public void Apply(ReadOnlySpan<byte> cells, Span<byte> destination)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            destination[i] = _digits[cells[_sources[i]]];
        }
    }

    /// <summary>Takes a transformed board back.</summary>
    public void Undo(ReadOnlySpan<byte> cells, Span<byte> destination)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            destination[_sources[i]] = _originals[cells[i]];
        }
    }

    /// <summary>Transforms tokens (blank 1, digit + 1); other values only move.</summary>
    public void ApplyToTokens(ReadOnlySpan<int> tokens, Span<int> destination)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            int digit = tokens[_sources[i]] - SudokuTokens.Blank;
            destination[i] = (uint)digit < (uint)_digits.Length ? _digits[digit] + SudokuTokens.Blank : digit + SudokuTokens.Blank;
        }
    }

    /// <summary>Takes transformed tokens back; other values only move.</summary>
    public void UndoToTokens(ReadOnlySpan<int> tokens, Span<int> destination)
    {
        for (int i = 0; i < _sources.Length; i++)
        {
            int digit = tokens[i] - SudokuTokens.Blank;
            destination[_sources[i]] = (uint)digit < (uint)_originals.Length ? _originals[digit] + SudokuTokens.Blank : tokens[i];
        }
    }

    private static void DrawDigits(SeededRandom random, Span<int> digits)
    {
        for (int i = 0; i < digits.Length; i++)
        {
            digits[i] = i;
        }

        random.Shuffle(digits[1..]);
    }

    private static void DrawLines(SeededRandom random, Span<int> lines, int perBlock)
    {
        Span<int> blocks = stackalloc int[lines.Length / perBlock];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = i;
        }

        random.Shuffle(blocks);
        for (int block = 0; block < blocks.Length; block++)
        {
            Span<int> inside = lines.Slice(block * perBlock, perBlock);
            for (int i = 0; i < perBlock; i++)
            {
                inside[i] = (blocks[block] * perBlock) + i;
            }

            random.Shuffle(inside);
        }
    }
}
