namespace TrmLab.Core.Puzzles.Maze;

/// <summary>Appends mazes to a split: one group each, with one puzzle per transform, all with the blank identifier.</summary>
internal static class MazeSplit
{
    internal static void Append(PuzzleSplitWriter output, MazePuzzle maze, int transforms)
    {
        byte[] question = new byte[maze.Question.Length];
        byte[] answer = new byte[maze.Question.Length];
        for (int transform = 0; transform < transforms; transform++)
        {
            Dihedral.Apply<byte>(transform, maze.Question, maze.Side, maze.Side, question);
            Dihedral.Apply<byte>(transform, maze.Answer, maze.Side, maze.Side, answer);
            output.AppendExample(question, answer);
            output.EndPuzzle(identifier: 0, (float)maze.Rating);
        }
        output.EndGroup();
    }
}
