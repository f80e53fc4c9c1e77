using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public sealed class SudokuGeneratedDatasetTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(4, 4, 8)]
    [InlineData(6, 10, 16)]
    [InlineData(9, 24, 32)]
    public void PuzzlesAreUniqueUnseenAndWithinTheRange(int size, int minClues, int maxClues)
    {
        SudokuGeneratedDataset.Write(Options(size, minClues, maxClues, train: 120, test: 40));
        var board = SudokuBoard.FromSize(size);
        var solver = new SudokuSolver(board);
        byte[] solution = new byte[board.Cells];
        foreach (string split in new[] { "train", "test" })
        {
            using var dataset = PuzzleDataset.Open(_folder["set"], split);
            PuzzleBatch batch = EvaluationBatches.Of(dataset, dataset.Sets[0], dataset.Sets[0].Examples).Single();
            for (int row = 0; row < batch.ValidRows; row++)
            {
                byte[] question = new byte[board.Cells];
                byte[] answer = new byte[board.Cells];
                SudokuTokens.Decode(batch.Inputs.AsSpan(row * board.Cells, board.Cells), question);
                SudokuTokens.Decode(batch.Labels.AsSpan(row * board.Cells, board.Cells), answer);
                SudokuSolution found = solver.Solve(question, limit: 2, solution);
                Assert.Equal((1, dataset.Sets[0].Ratings![row]), (found.Solutions, found.Backtracks));
                Assert.Equal(answer, solution);
                Assert.InRange(question.Count(digit => digit != 0), minClues, maxClues);
            }
        }

        SudokuLeakReport report = SudokuLeakCheck.OfDirectory(_folder["set"]);
        Assert.Equal((120, 40, 0), (report.TrainPuzzles, report.TestPuzzles, report.Relabelled));
        Assert.True(report.Unseen);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    [InlineData(9)]
    public void EverySizeHasAUsualRangeOfClues(int size)
    {
        SudokuGenerateOptions options = Options(size, 1, 1, train: 5, test: 5);
        SudokuGeneratedDataset.Write(options with { Puzzles = new SudokuGeneratorOptions { Size = size } });
        Assert.True(SudokuLeakCheck.OfDirectory(_folder["set"]).Unseen);
    }

    [Fact]
    public void TheDifficultyCanBeAskedFor()
    {
        SudokuGenerateOptions options = Options(9, 22, 30, train: 10, test: 5);
        SudokuGeneratedDataset.Write(options with { Puzzles = options.Puzzles with { MinRating = 3, MaxRating = 20 } });
        using var dataset = PuzzleDataset.Open(_folder["set"], "train");
        Assert.All(dataset.Sets[0].Ratings!, rating => Assert.InRange(rating, 3, 20));
    }

    [Theory]
    [InlineData(5, 4, 8, 10, "There is no Sudoku of size 5")]
    [InlineData(4, 9, 8, 10, "Clues 9-8")]
    [InlineData(4, 2, 3, 10, "No 4x4 puzzle with 2-3 clues")]
    [InlineData(4, 15, 16, 5000, "different puzzles turned up")]
    [InlineData(4, 4, 8, 0, "at least one training")]
    public void ImpossibleWishesAreRefused(int size, int minClues, int maxClues, int train, string message)
    {
        Assert.Contains(message, Assert.Throws<InputException>(() => SudokuGeneratedDataset.Write(Options(size, minClues, maxClues, train, test: 1))).Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    // The commands stand in data/samples/README.md.
    [Theory]
    [InlineData("sudoku-4x4", 4, 4, 8)]
    [InlineData("sudoku-9x9", 9, 44, 52)]
    public void TheShippedSamplesAreReproducedBitForBit(string name, int size, int minClues, int maxClues)
    {
        Assert.SkipWhen(SharedData.Repository is null, "The tests run away from a checkout.");
        string sample = Path.Combine(SharedData.Repository!, "data", "samples", name);
        SudokuGeneratedDataset.Write(Options(size, minClues, maxClues, train: 2000, test: 500));
        string[] files = [.. Directory.EnumerateFiles(_folder["set"], "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(_folder["set"], file)).Order()];
        Assert.Equal(Directory.EnumerateFiles(sample, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(sample, file)).Order(), files);
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(sample, file)), File.ReadAllBytes(Path.Combine(_folder["set"], file))));
    }

    private SudokuGenerateOptions Options(int size, int minClues, int maxClues, int train, int test) => new()
    {
        Puzzles = new SudokuGeneratorOptions { Size = size, MinClues = minClues, MaxClues = maxClues },
        Train = train,
        Test = test,
        Seed = 1,
        OutputDirectory = _folder["set"],
    };
}
