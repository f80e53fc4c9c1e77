using System.Text;
using System.Text.Json.Nodes;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;
using static TrmLab.Core.Tests.Puzzles.Maze.Mazes;

namespace TrmLab.Core.Tests.Puzzles.Maze;

public sealed class MazeDatasetBuilderTests : IDisposable
{
    private const string Question = "S..#/...#/.#../...G";
    private const string Answer = "S..#/o..#/o#../oooG";
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("maze-20-aug8", true)]
    [InlineData("maze-20-noaug", false)]
    public void EveryFileEqualsTheReferences(string golden, bool transforms)
    {
        string expected = SharedData.Golden($"datasets/{golden}");
        MazeDatasetBuilder.Build(new MazeBuildOptions
        {
            TrainCsv = SharedData.Golden("datasets/inputs/maze/train.csv"),
            TestCsv = SharedData.Golden("datasets/inputs/maze/test.csv"),
            OutputDirectory = _folder["out"],
            Transforms = transforms,
        });
        foreach (string path in Directory.GetFiles(expected, "*", SearchOption.AllDirectories))
        {
            string built = Path.Combine(_folder["out"], Path.GetRelativePath(expected, path));
            if (Path.GetExtension(path) == ".npy")
                Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(built));
            else
                Assert.True(JsonNode.DeepEquals(JsonNode.Parse(File.ReadAllText(path)), JsonNode.Parse(File.ReadAllText(built))), path);
        }
    }

    [Theory]
    [InlineData("maze-hard", "", 200, 200)]
    [InlineData("maze-hard-unique", ".gz", 1000, 0)]
    public void TheSharedMazesBuildWithoutLeaks(string folder, string ending, int mazes, int ambiguous)
    {
        MazeBuildReport report = MazeDatasetBuilder.Build(new MazeBuildOptions
        {
            TrainCsv = SharedData.Data($"{folder}/train.csv{ending}"),
            TestCsv = SharedData.Data($"{folder}/test.csv{ending}"),
            OutputDirectory = _folder["out"],
        });
        Assert.Equal((30, mazes, 8 * mazes, mazes, ambiguous, 0), (report.Side, report.TrainMazes, report.TrainExamples, report.TestMazes, report.Ambiguous, report.NotShortest));
        Assert.Empty(report.Leaks);
    }

    [Fact]
    public void AByteOrderMarkAndWindowsLineEndsAreRead()
    {
        string csv = _folder["windows.csv"];
        File.WriteAllText(csv, $"source,question,answer,rating\r\nx,{Text(Question)},{Text(Answer)},6\r\n", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        MazePuzzle maze = Assert.Single(MazeCsv.Read(csv));
        Assert.Equal((4, 6.0, 2), (maze.Side, maze.Rating, maze.Line));
        Assert.Equal(Cells(Answer), maze.Answer);
    }

    [Theory]
    [InlineData("S#../##../..../...G", "S#../##../..../...G", "line 2: no path leads from S to G")]
    [InlineData("S..#/...#/.#../...x", Answer, "line 2: the question has 'x' at row 4, column 4")]
    [InlineData("S..#/...#/.#../....", Answer, "line 2: the question has 1 starts S and 0 goals G")]
    [InlineData("S..#/S..#/.#../...G", Answer, "2 starts S")]
    [InlineData("S..#/o..#/.#../...G", Answer, "a path mark 'o' at row 2, column 1")]
    [InlineData(Question, "S..#/o..#/o#.#/oooG", "differs from the question at row 3, column 4")]
    [InlineData(Question, "S..#/o..#/o#../o.oG", "do not lead from S to G")]
    [InlineData(Question, "S..#/o..#/o#../ooo", "the answer has 15 characters; 16 (4x4)")]
    [InlineData("S..#/...", Answer, "the question has 7 characters; a square number")]
    public void ABadRowIsNamedWithItsLine(string question, string answer, string reason)
    {
        string csv = WriteCsv("bad.csv", (question, answer));
        string message = Assert.Throws<InputException>(() => Build(csv, null)).Message;
        Assert.StartsWith(csv, message);
        Assert.Contains(reason, message);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void SidesMustAgreeWithinAndBetweenTheFiles()
    {
        string small = WriteCsv("small.csv", ("S./.G", "So/.G"));
        string big = WriteCsv("big.csv", (Question, Answer));
        Assert.Contains("the mazes are 4x4, those of", Assert.Throws<InputException>(() => Build(small, big)).Message);
        string mixed = WriteCsv("mixed.csv", ("S./.G", "So/.G"), (Question, Answer));
        Assert.Contains("line 3: the question has 16 characters; 4 (2x2) are expected", Assert.Throws<InputException>(() => Build(mixed, null)).Message);
    }

    [Fact]
    public void ARepeatedMazeIsRefusedUnlessAllowed()
    {
        string csv = WriteCsv("twice.csv", (Question, Answer), (Question, "Soo#/..o#/.#oo/...G"));
        Assert.Contains("line 3: the puzzle repeats that of line 2", Assert.Throws<InputException>(() => Build(csv, null)).Message);
        Assert.Equal(2, MazeDatasetBuilder.Build(new MazeBuildOptions { TrainCsv = csv, OutputDirectory = _folder["out"], AllowDuplicates = true }).TrainMazes);
    }

    [Fact]
    public void ATestMazeThatIsARotatedTrainingMazeIsReported()
    {
        string train = WriteCsv("train.csv", ("S./.G", "So/.G"), ("S#/.G", "S#/oG"));
        string test = WriteCsv("test.csv", (".G/S#", "oG/S#"), ("G./#S", "Go/#S"));
        Assert.Equal([new MazeLeak(3, 2), new MazeLeak(3, 3)], Build(train, test).Leaks);
        MazeLeakReport report = MazeLeakCheck.OfDirectory(_folder["out"]);
        Assert.Equal((2, 2), (report.TrainMazes, report.TestMazes));
        Assert.Equal([(1, 0), (1, 1)], report.Leaks);
    }

    [Fact]
    public void ASubsampleIsDrawnBySeedAndKeepsItsTransformsInOneGroup()
    {
        string csv = SharedData.Golden("datasets/inputs/maze/train.csv");
        MazeBuildReport build(string name, long seed) => MazeDatasetBuilder.Build(
            new MazeBuildOptions { TrainCsv = csv, OutputDirectory = _folder[name], SubsampleSize = 5, Seed = seed });
        Assert.Equal(40, build("a", 1).TrainExamples);
        build("b", 1);
        build("c", 2);
        Assert.Equal(File.ReadAllBytes(_folder["a/train/all__inputs.npy"]), File.ReadAllBytes(_folder["b/train/all__inputs.npy"]));
        Assert.NotEqual(File.ReadAllBytes(_folder["a/train/all__inputs.npy"]), File.ReadAllBytes(_folder["c/train/all__inputs.npy"]));
        using var dataset = PuzzleDataset.Open(_folder["a"], "train");
        Assert.Equal([0, 8, 16, 24, 32, 40], dataset.Sets[0].GroupIndices);
    }

    private MazeBuildReport Build(string train, string? test) =>
        MazeDatasetBuilder.Build(new MazeBuildOptions { TrainCsv = train, TestCsv = test, OutputDirectory = _folder["out"] });

    private string WriteCsv(string name, params (string Question, string Answer)[] rows)
    {
        IEnumerable<string> lines = rows.Select(row => $"x,{Text(row.Question)},{Text(row.Answer)},1");
        File.WriteAllLines(_folder[name], ["source,question,answer,rating", .. lines]);
        return _folder[name];
    }
}
