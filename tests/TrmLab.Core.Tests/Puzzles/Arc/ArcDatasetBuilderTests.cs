using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public sealed class ArcDatasetBuilderTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public ArcDatasetBuilderTests()
    {
        Write("learn", new ArcTask("p", [Pair("12/03", "3")], [Pair("4", "56")]), new ArcTask("q", [Pair("70", "7")], [Pair("08", "8")]));
        Write("score", new ArcTask("r", [Pair("120", "021"), Pair("3405", "5043")], [Pair("678", "876")]));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void TestTasksGiveDemonstrationsToTrainAndTestPairsToTestUnderOneIdentifier()
    {
        ArcBuildReport report = Build(augmentations: 3);
        Assert.Equal((12, 24, 4, 4, 13), (report.TrainPuzzles, report.TrainExamples, report.TestPuzzles, report.TestExamples, report.Identifiers));
        IReadOnlyList<string> names = PuzzleDataset.ReadIdentifiers(_folder["out"]);
        using var train = PuzzleDataset.Open(_folder["out"], "train");
        using var test = PuzzleDataset.Open(_folder["out"], "test");
        Assert.Equal("<blank>", names[0]);
        Assert.All(test.Sets[0].PuzzleIdentifiers, identifier => Assert.StartsWith("r", names[identifier]));
        Assert.Equal(test.Sets[0].PuzzleIdentifiers, train.Sets[0].PuzzleIdentifiers[^4..]);
        Assert.Equal([0, 4, 8, 12], train.Sets[0].GroupIndices);
    }

    [Fact]
    public void OneExampleOfAPuzzleStaysAtTheTopLeftAndTestExamplesAllDo()
    {
        Build(augmentations: 20);
        using var train = PuzzleDataset.Open(_folder["out"], "train");
        using var test = PuzzleDataset.Open(_folder["out"], "test");
        bool[] atTopLeft = AtTopLeft(train.Sets[0]);
        PuzzleSet set = train.Sets[0];
        for (int puzzle = 0; puzzle < set.Puzzles; puzzle++)
            Assert.Contains(true, atTopLeft[set.PuzzleIndices[puzzle]..set.PuzzleIndices[puzzle + 1]]);
        Assert.Contains(false, atTopLeft);
        Assert.All(AtTopLeft(test.Sets[0]), Assert.True);
    }

    [Fact]
    public void TheSameSeedGivesTheSameFilesAndAnotherSeedOthers()
    {
        Build(augmentations: 5, output: "a");
        Build(augmentations: 5, output: "b");
        Build(augmentations: 5, output: "c", seed: 43);
        Assert.Equal(File.ReadAllBytes(_folder["a/train/all__inputs.npy"]), File.ReadAllBytes(_folder["b/train/all__inputs.npy"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["a/train/all__inputs.npy"]), File.ReadAllBytes(_folder["c/train/all__inputs.npy"]));
    }

    [Fact]
    public void ATaskOfOneColourHasFewAugmentationsAndIsReported()
    {
        Write("score", new ArcTask("r", [Pair("1", "1")], [Pair("11", "11")]));
        (string task, int augmentations) = Build(augmentations: 100).FewerAugmentations.Single(fewer => fewer.Task == "r");
        // Nine colours, lying or standing, less the task itself.
        Assert.Equal(17, augmentations);
    }

    [Fact]
    public void SetsThatShareTasksWithTheTestSetAreRefusedUnlessAllowed()
    {
        Write("learn", new ArcTask("r", [Pair("120", "021")], [Pair("678", "876")]));
        Assert.Contains("1 tasks of the test set 'score' are also in 'learn' and would be trained on (r)", Assert.Throws<InputException>(() => Build()).Message);
        Assert.False(Directory.Exists(_folder["out"]));
        ArcBuildReport report = Build(augmentations: 0, allowLeaks: true);
        Assert.Equal(new ArcLeak(ArcLeakKind.SamePair, "r", 1, "learn", "r"), Assert.Single(report.Leaks));
        Assert.Equal(("r", "learn", "r", "score"), Assert.Single(report.SharedTasks));
        Assert.Equal(2, report.Identifiers);
    }

    [Fact]
    public void ALeakUpToSymmetryIsReported()
    {
        Write("learn", new ArcTask("p", [Pair("2/1/3", "3/1/2")], [Pair("4", "56")]));
        Assert.Equal(new ArcLeak(ArcLeakKind.SameUpToSymmetry, "r", 1, "learn", "p"), Assert.Single(Build().Leaks));
    }

    [Fact]
    public void ADirectoryGivesItsTasksBackAndIsCheckedForLeaks()
    {
        Build(augmentations: 6, output: "clean");
        Assert.Empty(ArcLeakCheck.OfDirectory(_folder["clean"]));
        ArcTask task = ArcStoredTasks.Read(_folder["clean"], "train").Single(task => task.Id == "p");
        Assert.Equal([Pair("12/03", "3"), Pair("4", "56")], task.Train);

        Write("learn", new ArcTask("r", [Pair("120", "021")], [Pair("678", "876")]));
        Build(augmentations: 6, output: "leaking", allowLeaks: true);
        Assert.Equal(new ArcLeak(ArcLeakKind.SamePair, "r", 1, "train", "r"), Assert.Single(ArcLeakCheck.OfDirectory(_folder["leaking"])));
    }

    [Fact]
    public void WrongOptionsAreRefused()
    {
        Assert.Contains("is not among the sets", Assert.Throws<InputException>(() => Build(testSet: "nothing")).Message);
        Assert.Contains("give 0 or more", Assert.Throws<InputException>(() => Build(augmentations: -1)).Message);
        Assert.Contains("named twice", Assert.Throws<InputException>(() => Build(sets: ["learn", "score", "learn"])).Message);
        Write("score", new ArcTask("r", [], [Pair("678", "876")]));
        Assert.Contains("task r has no train pair", Assert.Throws<InputException>(() => Build()).Message);
    }

    [Fact]
    public void ACancelledBuildLeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        var cancelWhileWriting = new Observer(progress => { if (progress.Stage == "writing train") cancellation.Cancel(); });
        Assert.Throws<OperationCanceledException>(() => ArcDatasetBuilder.Build(Options(), cancelWhileWriting, cancellation.Token));
        Assert.Equal(["learn_challenges.json", "score_challenges.json"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName).Order());
    }

    private static ArcPair Pair(string input, string output) => new(Grid(input), Grid(output));

    private static bool[] AtTopLeft(PuzzleSet set)
    {
        int[] row = new int[ArcSequence.Length], label = new int[ArcSequence.Length];
        return [.. Enumerable.Range(0, set.Examples).Select(example =>
        {
            set.CopyExample(example, row, label);
            return row[0] != ArcSequence.Padding;
        })];
    }

    private void Write(string set, params ArcTask[] tasks)
    {
        using FileStream stream = File.Create(_folder[$"{set}_challenges.json"]);
        ArcTaskWriter.Write(stream, tasks);
    }

    private ArcBuildOptions Options(string output = "out", string[]? sets = null) => new()
    {
        Subsets = [.. (sets ?? ["learn", "score"]).Select(name => new ArcSubsetSource(name, _folder.Root))],
        TestSet = "score",
        OutputDirectory = _folder[output],
        Augmentations = 1,
    };

    private ArcBuildReport Build(
        int augmentations = 1, string output = "out", uint seed = 42, bool allowLeaks = false, string testSet = "score", string[]? sets = null) =>
        ArcDatasetBuilder.Build(Options(output, sets) with { Augmentations = augmentations, Seed = seed, AllowLeaks = allowLeaks, TestSet = testSet });

    private sealed class Observer(Action<BuildProgress> action) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => action(value);
    }
}
