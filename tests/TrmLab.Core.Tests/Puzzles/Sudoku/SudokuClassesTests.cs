using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public class SudokuClassesTests
{
    // The published numbers of essentially different solved boards.
    [Theory]
    [InlineData(4, 100, 2)]
    [InlineData(6, 4000, 49)]
    public void SmallBoardsHaveTheKnownNumberOfClasses(int size, int boards, int classes)
    {
        var board = SudokuBoard.FromSize(size);
        var generator = new SudokuGenerator(new SudokuGeneratorOptions { Size = size, MinClues = 1, MaxClues = size * size }, new SeededRandom(2));
        var set = new SudokuSolutionClasses(board);
        for (int i = 0; i < boards; i++)
        {
            set.Add(generator.SolvedBoard(), i);
        }

        Assert.Equal(classes, set.Count);
    }

    [Fact]
    public void TheCanonicalFormIsASmallerSolvedBoard()
    {
        foreach (SudokuPuzzle puzzle in Boards.Generate(9, 5))
        {
            byte[] canonical = new SudokuCanonicalForm(SudokuBoard.Nine).Of(puzzle.Answer);
            Assert.True(SudokuRules.IsSolved(SudokuBoard.Nine, canonical));
            Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], canonical[..9]);
            Assert.True(canonical.AsSpan().SequenceCompareTo(puzzle.Answer) <= 0);
        }
    }

    [Fact]
    public void LeaksAreFoundThroughSymmetries()
    {
        List<SudokuPuzzle> train = Boards.Generate(9, 30);
        List<SudokuPuzzle> test = Boards.Generate(9, 20, seed: 2);
        Assert.Equal(new SudokuLeakReport(30, 20, 0, 0, 0, 81), SudokuLeakCheck.Compare(SudokuBoard.Nine, train, test));
        test[3] = train[7];
        test[4] = Transformed(train[8], SudokuSymmetry.DrawRelabelling(SudokuBoard.Nine, new SeededRandom(1)));
        test[5] = Transformed(train[9], SudokuSymmetry.Draw(SudokuBoard.Nine, new SeededRandom(1)));
        SudokuLeakReport report = SudokuLeakCheck.Compare(SudokuBoard.Nine, train, test);
        Assert.Equal(new SudokuLeakReport(30, 20, Identical: 1, Relabelled: 2, SharedSolutions: 3, 81), report);
        Assert.False(report.Unseen);
    }

    private static SudokuPuzzle Transformed(SudokuPuzzle puzzle, SudokuSymmetry symmetry)
    {
        byte[] question = new byte[81];
        byte[] answer = new byte[81];
        symmetry.Apply(puzzle.Question, question);
        symmetry.Apply(puzzle.Answer, answer);
        return new SudokuPuzzle(question, answer, puzzle.Rating);
    }
}
