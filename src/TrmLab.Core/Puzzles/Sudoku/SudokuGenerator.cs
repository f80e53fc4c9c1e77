using System.Numerics;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Makes puzzles with exactly one solution: a random solved board, from which clues are taken away in random order as long as the solution
/// stays unique. The same options and random state give the same puzzles on every machine.
/// </summary>
public sealed class SudokuGenerator
{
    private const int MostTries = 20_000;

    private readonly SudokuGeneratorOptions _options;
    private readonly SudokuBoard _board;
    private readonly SudokuSolver _solver;
    private readonly SudokuUniqueness _uniqueness;
    private readonly SeededRandom _random;
    private readonly int[] _order;

    /// <exception cref="InputException">The options contradict each other.</exception>
    public SudokuGenerator(SudokuGeneratorOptions options, SeededRandom random)
    {
        _board = options.Validated();
        _options = options;
        _random = random;
        _solver = new SudokuSolver(_board);
        _uniqueness = new SudokuUniqueness(_board);
        _order = [.. Enumerable.Range(0, _board.Cells)];
    }

    /// <summary>The next puzzle that satisfies the options.</summary>
    /// <exception cref="InputException">None was found in many tries.</exception>
    public SudokuPuzzle Next()
    {
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            byte[] answer = SolvedBoard();
            byte[] question = [.. answer];
            int clues = TakeAway(question, _random.Next(_options.FewestClues, _options.MostClues + 1));
            if (clues > _options.MostClues)
            {
                continue;
            }

            int rating = _solver.Solve(question, limit: 1).Backtracks;
            if (rating >= _options.MinRating && rating <= _options.MaxRating)
            {
                return new SudokuPuzzle(question, answer, rating);
            }
        }

        throw new InputException(
            $"No {_options.Size}x{_options.Size} puzzle with {_options.FewestClues}-{_options.MostClues} clues and the wanted rating turned up in {MostTries:N0} tries; allow more clues or a wider range of ratings.");
    }

    /// <summary>A random solved board.</summary>
    public byte[] SolvedBoard()
    {
        byte[] cells = new byte[_board.Cells];
        Fill(cells);
        return cells;
    }

    /// <summary>Removes clues until <paramref name="target"/> are left or every further one is needed; returns how many are left.</summary>
    private int TakeAway(byte[] question, int target)
    {
        _random.Shuffle(_order.AsSpan());
        int clues = question.Length;
        foreach (int cell in _order)
        {
            if (clues == target)
            {
                break;
            }

            byte digit = question[cell];
            question[cell] = 0;
            if (_uniqueness.IsUnique(question))
            {
                clues--;
            }
            else
            {
                question[cell] = digit;
            }
        }

        return clues;
    }

    private bool Fill(byte[] cells)
    {
        int branch = -1;
        int options = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            if (cells[cell] == 0)
            {
                int candidates = Candidates(cells, cell);
                if (branch < 0 || BitOperations.PopCount((uint)candidates) < BitOperations.PopCount((uint)options))
                {
                    (branch, options) = (cell, candidates);
                }
            }
        }

        if (branch < 0)
        {
            return true;
        }

        Span<int> digits = stackalloc int[_board.Size];
        int count = 0;
        for (int rest = options; rest != 0; rest &= rest - 1)
        {
            digits[count++] = BitOperations.TrailingZeroCount(rest);
        }

        _random.Shuffle(digits[..count]);
        foreach (int digit in digits[..count])
        {
            cells[branch] = (byte)digit;
            if (Fill(cells))
            {
                return true;
            }
        }

        cells[branch] = 0;
        return false;
    }

    private int Candidates(byte[] cells, int cell)
    {
        int used = 0;
        foreach (int peer in _board.Peers[cell])
        {
            used |= 1 << cells[peer];
        }

        return ((1 << (_board.Size + 1)) - 2) & ~used;
    }
}
