namespace TrmLab.Core.Puzzles.Maze;

/// <summary>
/// Streams mazes from CSV (see <see cref="PuzzleCsv"/>): square mazes of one size, row by row, in the characters <c># SGo</c>. Each row is checked:
/// one start, one goal, a path between them, and an answer that marks such a path and changes nothing else.
/// </summary>
public static class MazeCsv
{
    /// <exception cref="InputException">A row is malformed; the message has file, line and what is wrong.</exception>
    public static IEnumerable<MazePuzzle> Read(string path)
    {
        MazeSearch? search = null;
        int side = 0;
        foreach (PuzzleCsvRow row in PuzzleCsv.Read(path))
        {
            string place = $"{path} line {row.Line}";
            if (search is null)
            {
                side = SideOf(row, place);
                search = new MazeSearch(side);
            }
            var maze = new MazePuzzle(Cells(row.Question, "question", side, place), Cells(row.Answer, "answer", side, place), row.Rating, row.Line);
            Check(maze, search, place);
            yield return maze;
        }
        if (search is null)
            throw new InputException($"{path}: the file has no maze.");
    }

    private static int SideOf(PuzzleCsvRow row, string place)
    {
        int side = (int)Math.Sqrt(row.Question.Length);
        return side >= 2 && side * side == row.Question.Length
            ? side
            : throw new InputException($"{place}: the question has {row.Question.Length} characters; a square number, as 900 for 30x30, is expected.");
    }

    private static byte[] Cells(ReadOnlyMemory<char> text, string field, int side, string place)
    {
        if (text.Length != side * side)
        {
            throw new InputException($"{place}: the {field} has {text.Length} characters; {side * side} ({side}x{side}) are expected, as in the first row" +
                " (a blank is an open cell: were blanks cut off at the ends?).");
        }
        byte[] cells = new byte[text.Length];
        int unknown = MazeTokens.Parse(text.Span, cells);
        return unknown < 0
            ? cells
            : throw new InputException($"{place}: the {field} has '{text.Span[unknown]}' at row {(unknown / side) + 1}, column {(unknown % side) + 1}; only '{MazeTokens.Characters}' may occur.");
    }

    private static void Check(MazePuzzle maze, MazeSearch search, string place)
    {
        ReadOnlySpan<byte> question = maze.Question;
        if (question.Count(MazeTokens.Start) != 1 || question.Count(MazeTokens.Goal) != 1)
            throw new InputException($"{place}: the question has {question.Count(MazeTokens.Start)} starts S and {question.Count(MazeTokens.Goal)} goals G; one of each is expected.");
        int marked = question.IndexOf(MazeTokens.Path);
        if (marked >= 0)
            throw new InputException($"{place}: the question has a path mark 'o' at row {(marked / maze.Side) + 1}, column {(marked % maze.Side) + 1}.");
        for (int i = 0; i < question.Length; i++)
        {
            if (maze.Answer[i] != question[i] && (question[i] != MazeTokens.Open || maze.Answer[i] != MazeTokens.Path))
                throw new InputException($"{place}: the answer differs from the question at row {(i / maze.Side) + 1}, column {(i % maze.Side) + 1} by more than a path mark.");
        }
        if (search.ShortestMoves(question) < 0)
            throw new InputException($"{place}: no path leads from S to G; remove the row.");
        if (search.MarkedMoves(maze.Answer) < 0)
            throw new InputException($"{place}: the marks of the answer do not lead from S to G.");
    }
}
