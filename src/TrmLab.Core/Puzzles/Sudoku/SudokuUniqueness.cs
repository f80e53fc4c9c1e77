namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Whether puzzles are well posed. One instance serves one thread.</summary>
/// <param name="board">Geometry.</param>
public sealed class SudokuUniqueness(SudokuBoard board)
{
    private readonly BandSolver? _bands = board == SudokuBoard.Nine ? new BandSolver() : null;
    private readonly SudokuSolver _solver = new(board);

    /// <summary>Number of solutions, counted up to <paramref name="limit"/>.</summary>
    public int CountSolutions(ReadOnlySpan<byte> puzzle, int limit) =>
        _bands?.Count(puzzle, limit) ?? _solver.Solve(puzzle, limit).Solutions;

    /// <summary>Exactly one solution.</summary>
    public bool IsUnique(ReadOnlySpan<byte> puzzle) => CountSolutions(puzzle, limit: 2) == 1;

    /// <summary>Checks many puzzles on all cores; returns the place of the first one that is not unique, or -1.</summary>
    public static int FirstAmbiguous(SudokuBoard board, IReadOnlyList<SudokuPuzzle> puzzles, CancellationToken cancellationToken = default)
    {
        int first = puzzles.Count;
        Parallel.For(
            0,
            puzzles.Count,
            new ParallelOptions { CancellationToken = cancellationToken },
            () => new SudokuUniqueness(board),
            (place, _, uniqueness) =>
            {
                if (place < Volatile.Read(ref first) && !uniqueness.IsUnique(puzzles[place].Question))
                {
                    for (int seen = first; place < seen; seen = first)
                    {
                        Interlocked.CompareExchange(ref first, place, seen);
                    }
                }

                return uniqueness;
            },
            _ => { });
        return first == puzzles.Count ? -1 : first;
    }
}
