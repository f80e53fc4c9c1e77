using System.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Depth-first search over candidates with naked and hidden singles applied to the fixpoint. It branches on the cell with the fewest
/// candidates (the first of equals) and tries digits in ascending order, which makes its number of failed tries a well-defined difficulty:
/// 0 means that singles alone solve the puzzle. One instance serves one thread and allocates nothing per puzzle.
/// </summary>
public sealed class SudokuSolver
{
    private readonly SudokuBoard _board;
    private readonly ushort[][] _levels;
    private readonly int[] _queue;
    private readonly byte[] _peers;
    private readonly byte[] _units;
    private readonly int[] _unitsOf;
    private readonly int _peerCount;
    private readonly ushort _all;
    private int _limit;
    private int _solutions;
    private int _backtracks;
    private int _queued;

    // Units in which a candidate fell away since they were last searched for hidden singles, one bit each.
    private int _changed;

    public SudokuSolver(SudokuBoard board)
    {
        _board = board;
        _all = (ushort)((1 << board.Size) - 1);
        _peers = [.. board.Peers.SelectMany(peers => peers).Select(cell => (byte)cell)];
        _peerCount = board.Peers[0].Length;
        _units = [.. board.Units.SelectMany(unit => unit).Select(cell => (byte)cell)];
        _unitsOf = [.. Enumerable.Range(0, board.Cells).Select(cell => Enumerable.Range(0, board.Units.Length).Where(unit => board.Units[unit].Contains(cell)).Sum(unit => 1 << unit))];
        _queue = new int[board.Cells];
        _levels = [.. Enumerable.Range(0, board.Cells + 1).Select(_ => new ushort[board.Cells])];
    }

    /// <summary>Counts solutions up to a limit; two are enough to know whether a puzzle is well posed.</summary>
    /// <param name="puzzle">Digits, 0 for a blank.</param>
    /// <param name="limit">Stops after this many solutions.</param>
    /// <param name="solution">Receives the first solution; may be empty.</param>
    public SudokuSolution Solve(ReadOnlySpan<byte> puzzle, int limit, Span<byte> solution = default)
    {
        _limit = limit;
        _solutions = 0;
        _backtracks = 0;
        _queued = 0;
        ushort[] candidates = _levels[0];
        for (int cell = 0; cell < candidates.Length; cell++)
        {
            candidates[cell] = puzzle[cell] == 0 ? _all : (ushort)(1 << (puzzle[cell] - 1));
            if (puzzle[cell] != 0)
            {
                _queue[_queued++] = cell;
            }
        }

        _changed = (1 << _board.Units.Length) - 1;
        Search(0, solution);
        return new SudokuSolution(_solutions, _backtracks);
    }

    private static bool IsSingle(int candidates) => (candidates & (candidates - 1)) == 0;

    /// <returns>Whether a solution was found below.</returns>
    private bool Search(int level, Span<byte> solution)
    {
        ushort[] candidates = _levels[level];
        if (!Propagate(candidates))
        {
            return false;
        }

        int branch = FewestCandidates(candidates);
        if (branch < 0)
        {
            Record(candidates, solution);
            return true;
        }

        bool found = false;
        for (int rest = candidates[branch]; rest != 0 && _solutions < _limit; rest &= rest - 1)
        {
            ushort[] next = _levels[level + 1];
            candidates.AsSpan().CopyTo(next);
            next[branch] = (ushort)(rest & -rest);
            _queue[0] = branch;
            _queued = 1;
            _changed = _unitsOf[branch];
            bool solved = Search(level + 1, solution);
            found |= solved;
            if (!solved && _solutions == 0)
            {
                _backtracks++;
            }
        }

        return found;
    }

    private void Record(ushort[] candidates, Span<byte> solution)
    {
        if (_solutions++ == 0 && !solution.IsEmpty)
        {
            for (int cell = 0; cell < candidates.Length; cell++)
            {
                solution[cell] = (byte)(BitOperations.TrailingZeroCount(candidates[cell]) + 1);
            }
        }
    }

    private static int FewestCandidates(ushort[] candidates)
    {
        int branch = -1;
        int fewest = int.MaxValue;
        for (int cell = 0; cell < candidates.Length; cell++)
        {
            int count = BitOperations.PopCount(candidates[cell]);
            if (count > 1 && count < fewest)
            {
                branch = cell;
                fewest = count;
                if (count == 2)
                {
                    break;
                }
            }
        }

        return branch;
    }

    private bool Propagate(Span<ushort> candidates)
    {
        while (true)
        {
            if (!EliminateFromPeers(candidates))
            {
                return false;
            }

            if (_changed == 0)
            {
                return true;
            }

            for (int rest = _changed; rest != 0; rest &= rest - 1)
            {
                int unit = BitOperations.TrailingZeroCount(rest);
                _changed &= ~(1 << unit);
                if (!PlaceHiddenSingles(candidates, _units.AsSpan(unit * _board.Size, _board.Size)))
                {
                    return false;
                }
            }
        }
    }

    private bool EliminateFromPeers(Span<ushort> candidates)
    {
        for (int next = 0; next < _queued; next++)
        {
            int digit = candidates[_queue[next]];
            foreach (byte peer in _peers.AsSpan(_queue[next] * _peerCount, _peerCount))
            {
                int old = candidates[peer];
                int rest = old & ~digit;
                if (rest == old)
                {
                    continue;
                }

                if (rest == 0)
                {
                    return false;
                }

                candidates[peer] = (ushort)rest;
                _changed |= _unitsOf[peer];
                if (IsSingle(rest))
                {
                    _queue[_queued++] = peer;
                }
            }
        }

        _queued = 0;
        return true;
    }

    private bool PlaceHiddenSingles(Span<ushort> candidates, ReadOnlySpan<byte> unit)
    {
        int once = 0;
        int twice = 0;
        int placed = 0;
        foreach (byte cell in unit)
        {
            int options = candidates[cell];
            twice |= once & options;
            once |= options;
            placed |= IsSingle(options) ? options : 0;
        }

        if (once != _all)
        {
            return false;
        }

        int hidden = once & ~twice & ~placed;
        if (hidden == 0)
        {
            return true;
        }

        foreach (byte cell in unit)
        {
            int options = candidates[cell] & hidden;
            if (options == 0)
            {
                continue;
            }

            if (!IsSingle(options))
            {
                return false;
            }

            candidates[cell] = (ushort)options;
            _changed |= _unitsOf[cell];
            _queue[_queued++] = cell;
        }

        return true;
    }
}
