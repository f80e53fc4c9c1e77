namespace TrmLab.Core.Puzzles.Maze;

/// <summary>
/// Breadth-first search from the start of a maze, with buffers that are used again. Neighbours are visited in the order up, left, down, right,
/// which decides among equally short paths.
/// </summary>
public sealed class MazeSearch
{
    private const int NotReached = -1;
    private readonly int _side;
    private readonly int[] _neighbours;
    private readonly int[] _moves;
    private readonly int[] _parents;
    private readonly int[] _queue;
    private int _goal = NotReached;

    /// <param name="side">Cells per row and column.</param>
    public MazeSearch(int side)
    {
        _side = side;
        _neighbours = Neighbours(side);
        _moves = new int[side * side];
        _parents = new int[side * side];
        _queue = new int[side * side];
    }

    /// <summary>Moves from start to goal by a shortest path; -1 without start, goal or path.</summary>
    public int ShortestMoves(ReadOnlySpan<byte> cells) => Search(cells, MazeTokens.Wall, beyondGoal: false);

    /// <summary>Moves from start to goal through marked cells only; -1 when they do not connect. All marks that connect are <see cref="Reached"/>.</summary>
    public int MarkedMoves(ReadOnlySpan<byte> cells) => Search(cells, MazeTokens.Open, beyondGoal: true);

    /// <summary>Whether the last search came to the cell.</summary>
    public bool Reached(int cell) => _moves[cell] != NotReached;

    /// <summary>Marks the path that the last successful search found.</summary>
    public void MarkPath(Span<byte> cells)
    {
        for (int cell = _parents[_goal]; cells[cell] != MazeTokens.Start; cell = _parents[cell])
            cells[cell] = MazeTokens.Path;
    }

    /// <summary>Whether exactly one path from start to goal is shortest. With several, an exact match with one of them asks for luck.</summary>
    public bool HasUniqueShortestPath(ReadOnlySpan<byte> cells)
    {
        if (ShortestMoves(cells) < 0)
            return false;
        // Walk back from the goal over all cells that are one move nearer to the start: on a unique path there is always one.
        for (int cell = _goal; _moves[cell] > 0;)
        {
            int nearer = NotReached;
            foreach (int next in _neighbours.AsSpan(4 * cell, 4))
            {
                if (next < 0 || _moves[next] != _moves[cell] - 1)
                    continue;
                if (nearer != NotReached)
                    return false;
                nearer = next;
            }
            cell = nearer;
        }
        return true;
    }

    /// <summary>The cell above (0), left (1), below (2) or right (3) of a cell, or -1 at the border.</summary>
    internal int Neighbour(int cell, int direction) => _neighbours[(4 * cell) + direction];

    private static int[] Neighbours(int side)
    {
        int[] neighbours = new int[4 * side * side];
        for (int cell = 0; cell < side * side; cell++)
        {
            int row = cell / side, column = cell % side;
            neighbours[4 * cell] = row > 0 ? cell - side : NotReached;
            neighbours[(4 * cell) + 1] = column > 0 ? cell - 1 : NotReached;
            neighbours[(4 * cell) + 2] = row < side - 1 ? cell + side : NotReached;
            neighbours[(4 * cell) + 3] = column < side - 1 ? cell + 1 : NotReached;
        }
        return neighbours;
    }

    private int Search(ReadOnlySpan<byte> cells, byte closed, bool beyondGoal)
    {
        if (cells.Length != _moves.Length)
            throw new ArgumentException($"A maze of side {_side} has {_moves.Length} cells, not {cells.Length}.", nameof(cells));
        _moves.AsSpan().Fill(NotReached);
        _goal = NotReached;
        int start = cells.IndexOf(MazeTokens.Start);
        if (start < 0)
            return -1;
        int head = 0, tail = 0;
        _queue[tail++] = start;
        _moves[start] = 0;
        while (head < tail && (beyondGoal || _goal == NotReached))
        {
            int cell = _queue[head++];
            if (cells[cell] == MazeTokens.Goal)
            {
                // A path ends here, so nothing is reached through the goal.
                _goal = cell;
                continue;
            }
            foreach (int next in _neighbours.AsSpan(4 * cell, 4))
            {
                if (next < 0 || _moves[next] != NotReached || cells[next] == MazeTokens.Wall || cells[next] == closed)
                    continue;
                _moves[next] = _moves[cell] + 1;
                _parents[next] = cell;
                _queue[tail++] = next;
            }
        }
        return _goal == NotReached ? -1 : _moves[_goal];
    }
}
