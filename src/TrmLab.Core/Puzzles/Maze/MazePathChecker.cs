namespace TrmLab.Core.Puzzles.Maze;

/// <summary>What a predicted maze shows.</summary>
/// <param name="Intact">Walls, start and goal are those of the question, and only open cells are marked.</param>
/// <param name="Valid">Intact, and the marks lead from start to goal without stray marks or dead ends.</param>
/// <param name="Shortest">Valid, and no other path has fewer moves.</param>
/// <param name="Marked">Marked cells.</param>
/// <param name="ShortestMoves">Moves of a shortest path, whose cells between start and goal are one fewer; -1 without any path.</param>
public readonly record struct MazePathResult(bool Intact, bool Valid, bool Shortest, int Marked, int ShortestMoves);

/// <summary>
/// Judges a predicted path by the maze itself instead of by one stored answer: mazes with random walls have many shortest paths (typically
/// 10^4 to 10^10 at 30 x 30), so exact match with the stored one is not what solving means there.
/// </summary>
/// <param name="side">Cells per row and column.</param>
public sealed class MazePathChecker(int side)
{
    private readonly MazeSearch _search = new(side);
    private readonly byte[] _question = new byte[side * side];
    private readonly byte[] _marked = new byte[side * side];

    /// <param name="question">Input tokens, [side * side].</param>
    /// <param name="prediction">Predicted tokens, [side * side]; any value.</param>
    public MazePathResult Check(ReadOnlySpan<int> question, ReadOnlySpan<int> prediction)
    {
        if (question.Length != _question.Length || prediction.Length != _question.Length)
            throw new ArgumentException($"A maze of side {side} has {_question.Length} cells, not {question.Length} and {prediction.Length}.");
        bool intact = true;
        int marks = 0;
        for (int i = 0; i < question.Length; i++)
        {
            bool marked = prediction[i] == MazeTokens.Path;
            marks += marked ? 1 : 0;
            intact &= marked ? question[i] == MazeTokens.Open : prediction[i] == question[i];
            _question[i] = (byte)question[i];
            _marked[i] = marked && question[i] == MazeTokens.Open ? MazeTokens.Path : (byte)question[i];
        }
        int shortest = _search.ShortestMoves(_question);
        bool valid = intact && _search.MarkedMoves(_marked) > 0 && AllMarksLeadOn();
        return new MazePathResult(intact, valid, valid && marks == shortest - 1, marks, shortest);
    }

    private bool AllMarksLeadOn()
    {
        for (int cell = 0; cell < _marked.Length; cell++)
        {
            if (_marked[cell] != MazeTokens.Path)
                continue;
            int ways = 0;
            for (int direction = 0; direction < 4; direction++)
            {
                int next = _search.Neighbour(cell, direction);
                ways += next >= 0 && _marked[next] is MazeTokens.Path or MazeTokens.Start or MazeTokens.Goal ? 1 : 0;
            }
            if (ways < 2 || !_search.Reached(cell))
                return false;
        }
        return true;
    }
}
