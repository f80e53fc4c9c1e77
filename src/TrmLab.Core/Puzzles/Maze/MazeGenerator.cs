using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Makes mazes with paths of the wanted length, by trying. The same seed gives the same mazes.</summary>
public sealed class MazeGenerator
{
    // A path of more than 110 moves turns up once in about 75,000 mazes with random walls of 30 x 30 cells.
    private const int MostScattered = 3_000_000;
    private const int MostTrees = 20_000;
    private const int CheckEach = 1 << 10;

    // Start and goal are cheap to draw again where the walls are not.
    private const int EndsPerTree = 16;

    private readonly MazeGeneratorOptions _options;
    private readonly SeededRandom _random;
    private readonly MazeSearch _search;
    private readonly byte[] _cells;
    private readonly int[] _open;
    private readonly TreeMaze _tree;

    public MazeGenerator(MazeGeneratorOptions options, SeededRandom random)
    {
        _options = options.Validated();
        _random = random;
        _search = new MazeSearch(options.Side);
        _cells = new byte[options.Side * options.Side];
        _open = new int[_cells.Length];
        _tree = new TreeMaze(options.Side, random);
    }

    /// <summary>The next maze; its rating is the number of moves from start to goal.</summary>
    /// <exception cref="InputException">No maze of the wanted length turns up.</exception>
    public MazePuzzle Next(CancellationToken cancellationToken = default)
    {
        bool tree = _options.Kind == MazeKind.Tree;
        int mostTries = tree ? MostTrees : MostScattered;
        for (int tries = 0; tries < mostTries; tries++)
        {
            if (tries % CheckEach == 0)
                cancellationToken.ThrowIfCancellationRequested();
            if (tree)
                _tree.Carve(_cells);
            else
                ScatterWalls();
            for (int ends = tree ? EndsPerTree : 1; ends > 0; ends--)
            {
                int moves = PlaceEnds();
                if (moves >= _options.FewestMoves && moves <= (_options.MaximumMoves ?? int.MaxValue))
                    return Marked(moves);
                if (tree)
                    RemoveEnds();
            }
        }
        throw new InputException($"No {_options.Side}x{_options.Side} maze with {_options.FewestMoves} moves or more turned up in {mostTries:N0} tries; ask for fewer moves.");
    }

    private MazePuzzle Marked(int moves)
    {
        byte[] answer = [.. _cells];
        _search.MarkPath(answer);
        return new MazePuzzle([.. _cells], answer, moves);
    }

    private void ScatterWalls()
    {
        // 16 random bits decide a cell; a wall is one less than an open cell, and a branch here would be mispredicted half the time.
        uint share = (uint)((0.3 + (0.2 * _random.NextDouble())) * (1 << 16));
        ulong bits = 0;
        for (int i = 0; i < _cells.Length; i++, bits >>= 16)
        {
            if (i % 4 == 0)
                bits = _random.NextUInt64();
            _cells[i] = (byte)(MazeTokens.Open - ((bits & 0xffff) < share ? 1 : 0));
        }
    }

    // Two different open cells, uniformly; the moves between them, or -1.
    private int PlaceEnds()
    {
        int open = 0;
        for (int i = 0; i < _cells.Length; i++)
        {
            _open[open] = i;
            open += _cells[i] == MazeTokens.Open ? 1 : 0;
        }
        if (open < 2)
            return -1;
        int start = _random.Next(open), goal = _random.Next(open - 1);
        _cells[_open[start]] = MazeTokens.Start;
        _cells[_open[goal < start ? goal : goal + 1]] = MazeTokens.Goal;
        return _search.ShortestMoves(_cells);
    }

    private void RemoveEnds()
    {
        foreach (ref byte cell in _cells.AsSpan())
            cell = cell == MazeTokens.Wall ? MazeTokens.Wall : MazeTokens.Open;
    }
}
