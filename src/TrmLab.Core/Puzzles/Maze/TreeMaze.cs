using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Maze;

/// <summary>
/// Carves corridors that form a tree (growing-tree algorithm). Rooms lie on every second row and column, starting at the border or one cell
/// from it. Growing mostly from the newest room gives long winding corridors, growing from any room short dead ends; the share is drawn per maze.
/// </summary>
internal sealed class TreeMaze(int side, SeededRandom random)
{
    private readonly List<int> _growing = [];

    internal void Carve(Span<byte> cells)
    {
        cells.Fill(MazeTokens.Wall);
        int top = random.Next(2), left = random.Next(2);
        int rows = (side - top + 1) / 2, columns = (side - left + 1) / 2;
        double newestShare = 0.5 + (0.5 * random.NextDouble());
        int first = Cell(top + (2 * random.Next(rows)), left + (2 * random.Next(columns)));
        cells[first] = MazeTokens.Open;
        _growing.Add(first);
        while (_growing.Count > 0)
        {
            int at = random.NextDouble() < newestShare ? _growing.Count - 1 : random.Next(_growing.Count);
            int room = _growing[at];
            int next = UnvisitedNeighbour(cells, room);
            if (next < 0)
            {
                _growing.RemoveAt(at);
                continue;
            }
            cells[(room + next) / 2] = MazeTokens.Open;
            cells[next] = MazeTokens.Open;
            _growing.Add(next);
        }
    }

    private int Cell(int row, int column) => (row * side) + column;

    // A random one of the rooms two cells away that are still walled in, or -1.
    private int UnvisitedNeighbour(ReadOnlySpan<byte> cells, int room)
    {
        int row = room / side, column = room % side, found = 0;
        Span<int> neighbours = stackalloc int[4];
        foreach ((int r, int c) in (ReadOnlySpan<(int, int)>)[(row - 2, column), (row, column - 2), (row + 2, column), (row, column + 2)])
        {
            if (r >= 0 && c >= 0 && r < side && c < side && cells[Cell(r, c)] == MazeTokens.Wall)
                neighbours[found++] = Cell(r, c);
        }
        return found == 0 ? -1 : neighbours[random.Next(found)];
    }
}
