using System.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Counts the solutions of 9x9 puzzles several times faster than <see cref="SudokuSolver"/>, for checks of hundreds of thousands of puzzles: candidates are kept
/// per digit as three bands of 27 bits, so that locked candidates in both directions are table look-ups. It gives no difficulty.
/// </summary>
internal sealed class BandSolver
{
    private const uint AllCells = (1u << 27) - 1;
    private const int Bands = 27;

    // Per level: the candidates of 9 digits in 3 bands, the solved cells of 3 bands.
    private const int LevelSize = Bands + 3;

    private readonly uint[] _levels = new uint[82 * LevelSize];
    private int _limit;
    private int _solutions;

    /// <summary>Number of solutions up to a limit.</summary>
    public int Count(ReadOnlySpan<byte> puzzle, int limit)
    {
        _limit = limit;
        _solutions = 0;
        Span<uint> state = _levels.AsSpan(0, LevelSize);
        state[..Bands].Fill(AllCells);
        state[Bands..].Clear();
        for (int cell = 0; cell < puzzle.Length; cell++)
        {
            if (puzzle[cell] != 0 && !Place(state, puzzle[cell] - 1, cell))
            {
                return 0;
            }
        }

        Search(0);
        return _solutions;
    }

    private static bool Place(Span<uint> state, int digit, int cell)
    {
        int band = cell / 27;
        uint bit = 1u << (cell - (band * 27));
        int word = digit * 3;
        if ((state[word + band] & bit) == 0)
        {
            return false;
        }

        for (int other = band; other < Bands; other += 3)
        {
            state[other] &= ~bit;
        }

        state[word + band] |= bit;
        ReadOnlySpan<uint> unseen = BandTables.Unseen.AsSpan(cell * 3, 3);
        state[word] &= unseen[0];
        state[word + 1] &= unseen[1];
        state[word + 2] &= unseen[2];
        state[Bands + band] |= bit;
        return true;
    }

    private void Search(int level)
    {
        Span<uint> state = _levels.AsSpan(level * LevelSize, LevelSize);
        while (Propagate(state))
        {
            int cell = BranchCell(state);
            if (cell < 0)
            {
                _solutions++;
                return;
            }

            int digit = 0;
            uint bit = 1u << (cell % 27);
            while ((state[(digit * 3) + (cell / 27)] & bit) == 0)
            {
                digit++;
            }

            Span<uint> next = _levels.AsSpan((level + 1) * LevelSize, LevelSize);
            state.CopyTo(next);
            Place(next, digit, cell);
            Search(level + 1);
            if (_solutions >= _limit)
            {
                return;
            }

            // All solutions with the digit there are counted: go on without it.
            state[(digit * 3) + (cell / 27)] &= ~bit;
        }
    }

    private static int BranchCell(ReadOnlySpan<uint> state)
    {
        int branch = -1;
        for (int band = 0; band < 3; band++)
        {
            uint open = AllCells & ~state[Bands + band];
            if (open == 0)
            {
                continue;
            }

            uint once = 0, twice = 0, thrice = 0;
            for (int word = band; word < Bands; word += 3)
            {
                thrice |= twice & state[word];
                twice |= once & state[word];
                once |= state[word];
            }

            uint pairs = open & twice & ~thrice;
            if (pairs != 0)
            {
                return (band * 27) + BitOperations.TrailingZeroCount(pairs);
            }

            branch = branch < 0 ? (band * 27) + BitOperations.TrailingZeroCount(open) : branch;
        }

        return branch;
    }

    private static bool Propagate(Span<uint> state)
    {
        Span<uint> settled = stackalloc uint[Bands];
        settled.Clear();
        bool placed;
        do
        {
            placed = false;
            for (int digit = 0; digit < 9; digit++)
            {
                Span<uint> bands = state.Slice(digit * 3, 3);
                Span<uint> before = settled.Slice(digit * 3, 3);
                if (bands.SequenceEqual(before))
                {
                    continue;
                }

                if (!LockedCandidates.Drop(bands))
                {
                    return false;
                }

                // What the placements change is looked at again in the next round.
                bands.CopyTo(before);
                if (!PlaceHiddenSingles(state, digit, ref placed))
                {
                    return false;
                }
            }

            if (!PlaceNakedSingles(state, ref placed))
            {
                return false;
            }
        }
        while (placed);

        return true;
    }

    private static bool PlaceHiddenSingles(Span<uint> state, int digit, ref bool placed)
    {
        uint once = 0, twice = 0;
        for (int band = 0; band < 3; band++)
        {
            uint cells = state[(digit * 3) + band];
            for (int row = 0; row < 27; row += 9)
            {
                uint line = (cells >> row) & 511;
                twice |= once & line;
                once |= line;
                if ((line & (line - 1)) == 0 && !PlaceOpen(state, digit, band, line << row, ref placed))
                {
                    return false;
                }
            }

            for (int box = 0; box < 9; box += 3)
            {
                uint inside = cells & (0x1C0E07u << box);
                if ((inside & (inside - 1)) == 0 && !PlaceOpen(state, digit, band, inside, ref placed))
                {
                    return false;
                }
            }
        }

        uint columns = (once & ~twice) * 0x40201;
        for (int band = 0; band < 3; band++)
        {
            for (uint rest = state[(digit * 3) + band] & columns; rest != 0; rest &= rest - 1)
            {
                if (!PlaceOpen(state, digit, band, rest & ~(rest - 1), ref placed))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool PlaceOpen(Span<uint> state, int digit, int band, uint bit, ref bool placed)
    {
        if (bit == 0)
        {
            return false;
        }

        if ((state[Bands + band] & bit) != 0)
        {
            return (state[(digit * 3) + band] & bit) != 0;
        }

        placed = true;
        return Place(state, digit, (band * 27) + BitOperations.TrailingZeroCount(bit));
    }

    private static bool PlaceNakedSingles(Span<uint> state, ref bool placed)
    {
        for (int band = 0; band < 3; band++)
        {
            uint once = 0, twice = 0;
            for (int word = band; word < Bands; word += 3)
            {
                twice |= once & state[word];
                once |= state[word];
            }

            if (once != AllCells)
            {
                return false;
            }

            for (uint rest = once & ~twice & ~state[Bands + band]; rest != 0; rest &= rest - 1)
            {
                uint bit = rest & ~(rest - 1);
                int digit = 0;
                while (digit < 9 && (state[(digit * 3) + band] & bit) == 0)
                {
                    digit++;
                }

                if (digit == 9 || !PlaceOpen(state, digit, band, bit, ref placed))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
