using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Maze;

public class MazeSetsTests
{
    [Fact]
    public void MazesAreToldFromSmallSudokusOfTheSameShape()
    {
        using var folder = new TemporaryDirectory();
        MazeGeneratedDataset.Write(new MazeGenerateOptions { Mazes = new MazeGeneratorOptions { Side = 4, MinimumMoves = 3 }, Train = 5, Test = 2, OutputDirectory = folder["maze"] });
        SudokuGeneratedDataset.Write(new SudokuGenerateOptions
        {
            Puzzles = new SudokuGeneratorOptions { Size = 4 },
            Train = 5,
            Test = 2,
            OutputDirectory = folder["sudoku"],
        });
        Assert.True(Holds(folder["maze"]));
        Assert.False(Holds(folder["sudoku"]));
        Assert.Equal((5, 2), (MazeLeakCheck.OfDirectory(folder["maze"]).TrainMazes, MazeLeakCheck.OfDirectory(folder["maze"]).TestMazes));
        Assert.Contains("not a maze data set (seq_len 16, vocab_size 6)", Assert.Throws<InputException>(() => MazeLeakCheck.OfDirectory(folder["sudoku"])).Message);
    }

    private static bool Holds(string directory)
    {
        using var dataset = PuzzleDataset.Open(directory, "test");
        return MazeSets.Holds(dataset.Metadata, dataset.Sets[0]);
    }
}
