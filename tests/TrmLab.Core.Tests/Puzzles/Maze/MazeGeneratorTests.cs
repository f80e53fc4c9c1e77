using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Core.Tests.Puzzles.Maze;

public class MazeGeneratorTests
{
    [Theory]
    [InlineData(MazeKind.Tree, 30, null, null)]
    [InlineData(MazeKind.Tree, 10, 14, 30)]
    [InlineData(MazeKind.Tree, 7, null, null)]
    [InlineData(MazeKind.RandomWalls, 10, null, null)]
    [InlineData(MazeKind.RandomWalls, 16, 20, 40)]
    public void MazesAreSolvableOfTheWantedLengthAndTreesHaveOnePath(MazeKind kind, int side, int? minimum, int? maximum)
    {
        var options = new MazeGeneratorOptions { Kind = kind, Side = side, MinimumMoves = minimum, MaximumMoves = maximum };
        var generator = new MazeGenerator(options, new SeededRandom(3));
        var search = new MazeSearch(side);
        var score = new MazePathScore(side);
        for (int i = 0; i < 20; i++)
        {
            MazePuzzle maze = generator.Next();
            Assert.Equal(maze.Rating, search.ShortestMoves(maze.Question));
            Assert.InRange(maze.Rating, options.FewestMoves, maximum ?? int.MaxValue);
            if (kind == MazeKind.Tree)
                Assert.True(search.HasUniqueShortestPath(maze.Question));
            score.Add([.. maze.Question.Select(cell => (int)cell)], [.. maze.Answer.Select(cell => (int)cell)]);
        }
        Assert.Equal(1, score.ShortestPath);
    }

    [Fact]
    public void TheHardSizeAsksForMoreThan110Moves()
    {
        Assert.Equal(111, new MazeGeneratorOptions().FewestMoves);
        Assert.Equal(13, new MazeGeneratorOptions { Side = 10 }.FewestMoves);
    }

    [Fact]
    public void ADataSetIsDeterminedByItsOptionsAndRepeatsNoMaze()
    {
        using var folder = new TemporaryDirectory();
        var options = new MazeGenerateOptions
        {
            Mazes = new MazeGeneratorOptions { Side = 8, MinimumMoves = 8 },
            Train = 60,
            Test = 40,
            OutputDirectory = folder["a"],
            Seed = 5,
            Transforms = false,
        };
        MazeGeneratedDataset.Write(options);
        MazeGeneratedDataset.Write(options with { OutputDirectory = folder["b"] });
        Assert.Equal(DatasetHash.OfDirectory(folder["a"]), DatasetHash.OfDirectory(folder["b"]));
        var keys = new HashSet<string>();
        foreach (string split in new[] { "train", "test" })
        {
            using var dataset = PuzzleDataset.Open(folder["a"], split);
            int[] input = new int[64], label = new int[64];
            for (int i = 0; i < dataset.Sets[0].Examples; i++)
            {
                dataset.Sets[0].CopyExample(i, input, label);
                Assert.True(keys.Add(MazeCanonicalForm.KeyOf([.. input.Select(token => (byte)token)])));
            }
        }
        Assert.Equal(100, keys.Count);
    }

    [Fact]
    public void TransformsAreStoredForTrainingOnly()
    {
        using var folder = new TemporaryDirectory();
        MazeGeneratedDataset.Write(new MazeGenerateOptions { Mazes = new MazeGeneratorOptions { Side = 6 }, Train = 3, Test = 2, OutputDirectory = folder["a"] });
        using var train = PuzzleDataset.Open(folder["a"], "train");
        using var test = PuzzleDataset.Open(folder["a"], "test");
        Assert.Equal((24, 3, 2), (train.Sets[0].Examples, train.Sets[0].Groups, test.Sets[0].Examples));
    }

    [Theory]
    [InlineData(3, null, null, "a side of 4 to 64")]
    [InlineData(65, null, null, "a side of 4 to 64")]
    [InlineData(10, 20, 10, "cannot be made")]
    public void WrongOptionsAreRefused(int side, int? minimum, int? maximum, string reason)
    {
        var options = new MazeGeneratorOptions { Side = side, MinimumMoves = minimum, MaximumMoves = maximum };
        Assert.Contains(reason, Assert.Throws<InputException>(() => new MazeGenerator(options, new SeededRandom(1))).Message);
    }

    [Theory]
    [InlineData(MazeKind.Tree)]
    [InlineData(MazeKind.RandomWalls)]
    public void APathThatIsTooLongIsAnErrorNotAnEndlessLoop(MazeKind kind)
    {
        var generator = new MazeGenerator(new MazeGeneratorOptions { Kind = kind, Side = 4, MinimumMoves = 16 }, new SeededRandom(1));
        Assert.Contains("ask for fewer moves", Assert.Throws<InputException>(() => generator.Next()).Message);
    }

    [Fact]
    public void MoreMazesThanThereAreIsAnErrorNotAnEndlessLoop()
    {
        using var folder = new TemporaryDirectory();
        var options = new MazeGenerateOptions { Mazes = new MazeGeneratorOptions { Side = 4, MinimumMoves = 4 }, Train = 5000, Test = 1, OutputDirectory = folder["a"] };
        Assert.Contains("different mazes turned up", Assert.Throws<InputException>(() => MazeGeneratedDataset.Write(options)).Message);
        Assert.False(Directory.Exists(folder["a"]));
    }
}
