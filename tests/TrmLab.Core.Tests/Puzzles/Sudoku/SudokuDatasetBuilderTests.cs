using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Core.Tests.Puzzles.Sudoku;

public sealed class SudokuDatasetBuilderTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OriginalsAndTheirCopiesFormGroups()
    {
        List<SudokuPuzzle> train = Write("train.csv", Boards.Generate(9, 12));
        Write("test.csv", Boards.Generate(9, 5, seed: 2));
        SudokuDatasetBuilder.Build(Options() with { Augmentations = 3 });
        using var dataset = PuzzleDataset.Open(_folder["set"], "train");
        PuzzleSet set = dataset.Sets[0];
        Assert.Equal((48, 48, 12, 12, 1.0), (set.Examples, set.Puzzles, set.Groups, dataset.Metadata.TotalPuzzles, dataset.Metadata.MeanPuzzleExamples));
        Assert.Equal(Enumerable.Range(0, 13).Select(group => group * 4), set.GroupIndices);
        var canonical = new SudokuCanonicalForm(SudokuBoard.Nine);
        for (int example = 0; example < set.Examples; example++)
        {
            (byte[] question, byte[] answer) = Read(set, example);
            SudokuPuzzle original = train[example / 4];
            Assert.Equal(example % 4 == 0, question.SequenceEqual(original.Question));
            Assert.Empty(SudokuRules.BrokenConstraints(SudokuBoard.Nine, answer, question));
            Assert.Equal(canonical.Of(original.Answer), canonical.Of(answer));
            Assert.Equal(original.Rating, set.Ratings![example]);
        }

        using var test = PuzzleDataset.Open(_folder["set"], "test");
        Assert.Equal((5, 5), (test.Sets[0].Examples, test.Sets[0].Groups));
        Assert.True(SudokuLeakCheck.OfDirectory(_folder["set"]).Unseen);
    }

    [Theory]
    [InlineData("sudoku-20-aug5", 5, null, null)]
    [InlineData("sudoku-sub8-min10-aug2", 2, 8, 10.0)]
    public void TheReferencesDirectoryIsRebuiltExceptForItsRandomDraws(string name, int augmentations, int? subsample, double? minDifficulty)
    {
        string golden = SharedData.Golden($"datasets/{name}");
        SudokuDatasetBuilder.Build(new SudokuBuildOptions
        {
            TrainCsv = SharedData.Golden("datasets/inputs/sudoku/train.csv"),
            TestCsv = SharedData.Golden("datasets/inputs/sudoku/test.csv"),
            OutputDirectory = _folder["set"],
            Augmentations = augmentations,
            SubsampleSize = subsample,
            MinDifficulty = minDifficulty,
        });
        using var expectedTest = PuzzleDataset.Open(golden, "test");
        using var test = PuzzleDataset.Open(_folder["set"], "test");
        Assert.Equal(DatasetHash.OfSplit(expectedTest), DatasetHash.OfSplit(test));
        using var expected = PuzzleDataset.Open(golden, "train");
        using var train = PuzzleDataset.Open(_folder["set"], "train");
        Assert.Equivalent(expected.Metadata, train.Metadata, strict: true);
        Assert.Equal(expected.Sets[0].GroupIndices, train.Sets[0].GroupIndices);
        Assert.All(expected.Sets[0].GroupIndices[..^1], example => Assert.Equal(Cells(expected, example), Cells(train, example)));

        static byte[] Cells(PuzzleDataset dataset, int example) => [.. Read(dataset.Sets[0], example).Question, .. Read(dataset.Sets[0], example).Answer];
    }

    [Fact]
    public void SubsamplesAreSeededAndDifficultyFiltersBothSplits()
    {
        Write("train.csv", [.. Boards.Generate(9, 40).Select((puzzle, i) => puzzle with { Rating = i % 10 })]);
        Write("test.csv", [.. Boards.Generate(9, 10, seed: 2).Select((puzzle, i) => puzzle with { Rating = i })]);
        SudokuBuildOptions options = Options() with { MinDifficulty = 5, SubsampleSize = 8 };
        SudokuDatasetBuilder.Build(options);
        SudokuDatasetBuilder.Build(options with { OutputDirectory = _folder["again"] });
        SudokuDatasetBuilder.Build(options with { OutputDirectory = _folder["other"], Seed = 2 });
        SudokuDatasetBuilder.Build(options with { OutputDirectory = _folder["all"], SubsampleSize = 20 });
        Assert.Equal(DatasetHash.OfDirectory(_folder["set"]), DatasetHash.OfDirectory(_folder["again"]));
        Assert.NotEqual(DatasetHash.OfDirectory(_folder["set"]), DatasetHash.OfDirectory(_folder["other"]));
        using var train = PuzzleDataset.Open(_folder["set"], "train");
        using var test = PuzzleDataset.Open(_folder["set"], "test");
        using var all = PuzzleDataset.Open(_folder["all"], "train");
        Assert.Equal((8, 5, 20), (train.Sets[0].Groups, test.Sets[0].Groups, all.Sets[0].Groups));
        Assert.All(train.Sets[0].Ratings!, rating => Assert.True(rating >= 5));

        // With no more puzzles than asked for, all stay in file order.
        Assert.Equal(Enumerable.Range(0, 20).Select(i => 5f + (i % 5)), all.Sets[0].Ratings!);
    }

    [Fact]
    public void FillingInGivesBlanksAway()
    {
        List<SudokuPuzzle> puzzles = Write("train.csv", Boards.Generate(9, 10));
        SudokuDatasetBuilder.Build(Options() with { TestCsv = null, FillIn = 25 });
        using var dataset = PuzzleDataset.Open(_folder["set"], "train");
        for (int i = 0; i < 10; i++)
        {
            (byte[] question, byte[] answer) = Read(dataset.Sets[0], i);
            Assert.Equal(puzzles[i].Answer, answer);
            Assert.Equal(puzzles[i].Clues + 25, question.Count(digit => digit != 0));
            Assert.Empty(SudokuRules.BrokenConstraints(SudokuBoard.Nine, answer, question));
        }
    }

    [Fact]
    public void AmbiguousAndRepeatedPuzzlesAreRefusedUnlessAllowed()
    {
        List<SudokuPuzzle> puzzles = Boards.Generate(9, 6);
        Write("test.csv", puzzles);
        Write("train.csv", [.. puzzles, puzzles[2]]);
        Refused("train.csv line 8: the puzzle repeats that of line 4", Options());
        puzzles[3] = puzzles[3] with { Question = new byte[81] };
        Write("train.csv", puzzles);
        Refused("train.csv line 5: the puzzle has more than one solution", Options());
        Write("train.csv", [.. puzzles, puzzles[3]]);
        SudokuDatasetBuilder.Build(Options() with { AllowDuplicates = true, AllowIllPosed = true });
        Assert.Equal(7, DatasetInfo.Read(_folder["set"]).Splits[0].Groups);
        Refused("not empty", Options());
    }

    [Fact]
    public void WrongOptionsAndCancellationLeaveNothing()
    {
        Write("train.csv", Boards.Generate(9, 3));
        Write("test.csv", Boards.Generate(4, 3));
        Refused("line 2: the question has 16 characters; 81 are expected", Options());
        Refused("no puzzle is left", Options() with { MinDifficulty = 1e9 });
        Refused("No CSV file", Options() with { TrainCsv = null, TestCsv = null });
        Refused("must not be negative", Options() with { Augmentations = -1 });
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => SudokuDatasetBuilder.Build(Options(), null, cancelled.Token));
        Assert.Equal(2, Directory.EnumerateFileSystemEntries(_folder.Root).Count());
    }

    private static (byte[] Question, byte[] Answer) Read(PuzzleSet set, int example)
    {
        int[] inputs = new int[81];
        int[] labels = new int[81];
        byte[] question = new byte[81];
        byte[] answer = new byte[81];
        set.CopyExample(example, inputs, labels);
        SudokuTokens.Decode(inputs, question);
        SudokuTokens.Decode(labels, answer);
        return (question, answer);
    }

    private void Refused(string message, SudokuBuildOptions options) =>
        Assert.Contains(message, Assert.Throws<InputException>(() => SudokuDatasetBuilder.Build(options)).Message, StringComparison.Ordinal);

    private SudokuBuildOptions Options() => new() { TrainCsv = _folder["train.csv"], TestCsv = _folder["test.csv"], OutputDirectory = _folder["set"], Seed = 1 };

    private List<SudokuPuzzle> Write(string name, List<SudokuPuzzle> puzzles)
    {
        File.WriteAllLines(
            _folder[name],
            ["source,question,answer,rating", .. puzzles.Select(puzzle => $"made,{SudokuBoard.Format(puzzle.Question)},{SudokuBoard.Format(puzzle.Answer)},{puzzle.Rating}")]);
        return puzzles;
    }
}
