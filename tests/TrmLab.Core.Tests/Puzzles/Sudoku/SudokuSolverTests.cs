using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public class SudokuSolverTests
{
    // Ratings from an independent program that follows the definition literally.
    [Theory]
    [InlineData(Boards.HardQuestion, Boards.HardAnswer, 341)]
    [InlineData(".9...12...3..284.6.6.....8..7....14..2..5.7....3.....2.1.9........7.5....872.6..4", "598461273731528496264397581879632145426159738153874962615943827342785619987216354", 1)]
    public void HardPuzzlesAreSolvedAndRated(string question, string answer, int backtracks)
    {
        byte[] solution = new byte[81];
        Assert.Equal(new SudokuSolution(1, backtracks), new SudokuSolver(SudokuBoard.Nine).Solve(Boards.Parse(question), limit: 2, solution));
        Assert.Equal(answer, SudokuBoard.Format(solution));
    }

    [Fact]
    public void SolutionsAreCountedUpToTheLimit()
    {
        var solver = new SudokuSolver(SudokuBoard.Four);
        byte[] empty = new byte[16];
        Assert.Equal(288, solver.Solve(empty, limit: 1000).Solutions);
        Assert.Equal(10, solver.Solve(empty, limit: 10).Solutions);
        empty[0] = empty[3] = 1;
        Assert.Equal(0, solver.Solve(empty, limit: 10).Solutions);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public void TheFastCountAgreesWithTheSolverOnDamagedPuzzles(int size)
    {
        var board = SudokuBoard.FromSize(size);
        var solver = new SudokuSolver(board);
        var uniqueness = new SudokuUniqueness(board);
        var random = new SeededRandom(seed: 4);
        int[] kinds = new int[3];
        foreach (SudokuPuzzle puzzle in Boards.Generate(size, 150))
        {
            byte[] cells = puzzle.Question;
            for (int changes = random.Next(3); changes > 0; changes--)
            {
                cells[random.Next(cells.Length)] = (byte)(random.NextBoolean() ? 0 : random.Next(1, size + 1));
            }

            int expected = solver.Solve(cells, limit: 40).Solutions;
            Assert.Equal(expected, uniqueness.CountSolutions(cells, limit: 40));
            kinds[Math.Min(expected, 2)]++;
        }

        Assert.All(kinds, count => Assert.True(count > 0));
    }

    [Fact]
    public void RealHardPuzzlesAgreeWithTheirAnswers()
    {
        string csv = SharedData.Data("sudoku-hard/test.csv");
        List<SudokuPuzzle> puzzles = [.. SudokuCsv.Read(csv, SudokuBoard.Nine).Take(500)];
        Assert.Equal(-1, SudokuUniqueness.FirstAmbiguous(SudokuBoard.Nine, puzzles));
        byte[] solution = new byte[81];
        var solver = new SudokuSolver(SudokuBoard.Nine);
        foreach (SudokuPuzzle puzzle in puzzles)
        {
            solver.Solve(puzzle.Question, limit: 1, solution);
            Assert.Equal(puzzle.Answer, solution);
        }
    }

    [Fact]
    public void TheFirstAmbiguousPuzzleIsFound()
    {
        List<SudokuPuzzle> puzzles = Boards.Generate(9, 60);
        Assert.Equal(-1, SudokuUniqueness.FirstAmbiguous(SudokuBoard.Nine, puzzles));
        Array.Clear(puzzles[41].Question);
        Array.Clear(puzzles[17].Question);
        Assert.Equal(17, SudokuUniqueness.FirstAmbiguous(SudokuBoard.Nine, puzzles));
    }
}
