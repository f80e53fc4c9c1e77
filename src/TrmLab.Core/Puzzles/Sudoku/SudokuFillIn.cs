using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>Makes puzzles easier by giving away some of their blanks, which keeps the solution and its uniqueness.</summary>
public static class SudokuFillIn
{
    /// <summary>Fills in <paramref name="count"/> random blanks (all of them if there are fewer) and rates the puzzle anew.</summary>
    public static SudokuPuzzle Apply(SudokuPuzzle puzzle, int count, SudokuSolver solver, SeededRandom random)
    {
        byte[] question = [.. puzzle.Question];
        int[] blanks = [.. Enumerable.Range(0, question.Length).Where(cell => question[cell] == 0)];
        random.Shuffle(blanks.AsSpan());
        foreach (int cell in blanks.Take(count))
        {
            question[cell] = puzzle.Answer[cell];
        }

        return puzzle with { Question = question, Rating = solver.Solve(question, limit: 1).Backtracks };
    }
}
