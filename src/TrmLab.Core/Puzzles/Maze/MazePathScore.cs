namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Collects path checks over an evaluation, to be reported beside the exact accuracy.</summary>
/// <param name="side">Cells per row and column.</param>
public sealed class MazePathScore(int side)
{
    /// <summary>Metric name (after the set's prefix) of the share of mazes with any valid path.</summary>
    public const string ValidPathMetric = "valid_path";

    /// <summary>Metric name (after the set's prefix) of the share of mazes with any shortest path.</summary>
    public const string ShortestPathMetric = "shortest_path";

    private readonly MazePathChecker _checker = new(side);
    private int _valid;
    private int _shortest;

    /// <summary>Mazes so far.</summary>
    public int Count { get; private set; }

    /// <summary>Share of mazes whose prediction is a valid path; 0 without mazes.</summary>
    public double ValidPath => Count == 0 ? 0 : (double)_valid / Count;

    /// <summary>Share of mazes whose prediction is a shortest path, whichever; 0 without mazes.</summary>
    public double ShortestPath => Count == 0 ? 0 : (double)_shortest / Count;

    /// <summary>Adds the rows of a test batch; padding is left out.</summary>
    public void Add(PuzzleBatch batch, ReadOnlySpan<int> predictions)
    {
        int length = side * side;
        for (int row = 0; row < batch.ValidRows; row++)
            Add(batch.Inputs.AsSpan(row * length, length), predictions.Slice(row * length, length));
    }

    /// <summary>Adds one maze.</summary>
    public MazePathResult Add(ReadOnlySpan<int> question, ReadOnlySpan<int> prediction)
    {
        MazePathResult result = _checker.Check(question, prediction);
        Count++;
        _valid += result.Valid ? 1 : 0;
        _shortest += result.Shortest ? 1 : 0;
        return result;
    }
}
