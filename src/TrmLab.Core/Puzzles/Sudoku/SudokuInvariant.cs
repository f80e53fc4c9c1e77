using System.Runtime.CompilerServices;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// A number that all symmetric forms of a solved board share, hundreds of times cheaper than the canonical form. Different numbers prove
/// different boards; equal ones call for the canonical form.
/// </summary>
/// <remarks>Two rows define a permutation of the digits, whose cycle lengths no symmetry changes; the number mixes those of all pairs of rows and of columns.</remarks>
public static class SudokuInvariant
{
    public static ulong Of(SudokuBoard board, ReadOnlySpan<byte> solution)
    {
        ulong rows = Lines(board, solution, lineStep: board.Size, cellStep: 1, board.BoxRows);
        ulong columns = Lines(board, solution, lineStep: 1, cellStep: board.Size, board.BoxColumns);
        return board.CanTranspose ? Mix(rows) + Mix(columns) : Mix(rows) + columns;
    }

    private static ulong Lines(SudokuBoard board, ReadOnlySpan<byte> solution, int lineStep, int cellStep, int perBlock)
    {
        int blocks = board.Size / perBlock;
        ulong total = 0;
        for (int a = 0; a < blocks; a++)
        {
            for (int b = a; b < blocks; b++)
            {
                ulong pairs = a == b ? 1UL : 2UL;
                for (int i = 0; i < perBlock; i++)
                {
                    for (int j = a == b ? i + 1 : 0; j < perBlock; j++)
                    {
                        pairs += Mix(CycleLengths(board.Size, solution, ((a * perBlock) + i) * lineStep, ((b * perBlock) + j) * lineStep, cellStep));
                    }
                }

                total += Mix(pairs);
            }
        }

        return total;
    }

    [SkipLocalsInit]
    private static ulong CycleLengths(int size, ReadOnlySpan<byte> solution, int first, int second, int step)
    {
        Span<byte> next = stackalloc byte[10];
        for (int i = 0; i < size; i++)
        {
            next[solution[first + (i * step)]] = solution[second + (i * step)];
        }

        // Four bits count the cycles of each length.
        ulong lengths = 0;
        for (int start = 1, seen = 0; start <= size; start++)
        {
            int length = 0;
            for (int digit = start; (seen & (1 << digit)) == 0; digit = next[digit])
            {
                seen |= 1 << digit;
                length++;
            }

            lengths += length == 0 ? 0 : 1UL << (4 * length);
        }

        return lengths;
    }

    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
