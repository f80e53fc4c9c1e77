namespace TrmLab.Core.Puzzles.Maze;

/// <summary>A maze and its marked path, as tokens row by row.</summary>
/// <param name="Question">Walls, open cells, one start, one goal.</param>
/// <param name="Answer">The same with the cells between start and goal marked as path.</param>
/// <param name="Rating">Difficulty; the number of moves from start to goal in generated files. NaN where unknown.</param>
/// <param name="Line">Line of the file it was read from; 0 for a generated one.</param>
public sealed record MazePuzzle(byte[] Question, byte[] Answer, double Rating, int Line = 0)
{
    /// <summary>Cells per row and column.</summary>
    public int Side { get; } = (int)Math.Sqrt(Question.Length);
}
