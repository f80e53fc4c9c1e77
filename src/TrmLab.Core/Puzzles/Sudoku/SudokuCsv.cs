namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Streams Sudoku puzzles from CSV (see <see cref="PuzzleCsv"/>). A question has 16, 36 or 81 characters, which gives the board; all rows of
/// a file have the same board. Each answer is checked against its question and the rules.
/// </summary>
public static class SudokuCsv
{
    /// <summary>The board of the first row.</summary>
    public static SudokuBoard BoardOf(string path)
    {
        foreach (PuzzleCsvRow row in PuzzleCsv.Read(path))
        {
            return BoardOf(row, path);
        }

        throw new InputException($"{path}: the file has no puzzle.");
    }

    /// <exception cref="InputException">A row is malformed; the message has file, line and what is wrong.</exception>
    public static IEnumerable<SudokuPuzzle> Read(string path, SudokuBoard board)
    {
        foreach (PuzzleCsvRow row in PuzzleCsv.Read(path))
        {
            byte[] question = Digits(row.Question, "question", row, path, board);
            byte[] answer = Digits(row.Answer, "answer", row, path, board);
            Check(question, answer, row, path, board);
            yield return new SudokuPuzzle(question, answer, row.Rating, row.Line);
        }
    }

    private static SudokuBoard BoardOf(PuzzleCsvRow row, string path) =>
        SudokuBoard.TryFromCells(row.Question.Length, out SudokuBoard? board)
            ? board
            : throw new InputException($"{path} line {row.Line}: the question has {row.Question.Length} characters; 16, 36 or 81 are expected.");

    private static byte[] Digits(ReadOnlyMemory<char> text, string field, PuzzleCsvRow row, string path, SudokuBoard board)
    {
        byte[] cells = new byte[board.Cells];
        if (board.TryParse(text.Span, cells))
        {
            return cells;
        }

        if (text.Length != board.Cells)
        {
            throw new InputException($"{path} line {row.Line}: the {field} has {text.Length} characters; {board.Cells} are expected.");
        }

        int wrong = text.Span.IndexOfAnyExcept($".0123456789".AsSpan(0, board.Size + 2));
        throw new InputException($"{path} line {row.Line}: the {field} has '{text.Span[wrong]}' at character {wrong + 1}; digits 1 to {board.Size} and '.' or '0' for a blank are expected.");
    }

    private static void Check(byte[] question, byte[] answer, PuzzleCsvRow row, string path, SudokuBoard board)
    {
        int blank = answer.AsSpan().IndexOf((byte)0);
        if (blank >= 0)
        {
            throw new InputException($"{path} line {row.Line}: the answer is blank at character {blank + 1}.");
        }

        for (int i = 0; i < question.Length; i++)
        {
            if (question[i] != 0 && question[i] != answer[i])
            {
                throw new InputException($"{path} line {row.Line}: the question gives {question[i]} at character {i + 1}, the answer has {answer[i]} there.");
            }
        }

        if (!SudokuRules.IsSolved(board, answer))
        {
            BrokenConstraint broken = SudokuRules.BrokenConstraints(board, answer)[0];
            throw new InputException($"{path} line {row.Line}: the answer is not a solved board ({broken.Digit} twice in {broken.Constraint.ToString().ToLowerInvariant()} {broken.Index + 1}).");
        }
    }
}
