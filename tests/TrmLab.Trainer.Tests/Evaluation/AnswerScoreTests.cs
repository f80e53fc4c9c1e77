using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Evaluation;

/// <summary>The scores by the puzzles' own rules, as an evaluation in padded batches reports them, against Core's fed example by example.</summary>
public sealed class AnswerScoreTests : IDisposable
{
    // Two test inputs and one.
    private const string Tasks = """
        {"r": {"train": [{"input": [[1, 2, 0]], "output": [[0, 2, 1]]}],
               "test": [{"input": [[6, 7, 8]], "output": [[8, 7, 6]]}, {"input": [[3, 4, 5], [1, 2, 2]], "output": [[5, 4, 3], [2, 2, 1]]}]},
         "s": {"train": [{"input": [[1], [2]], "output": [[2], [1]]}],
               "test": [{"input": [[4], [7]], "output": [[7], [4]]}]}}
        """;

    // The label, another shortest path, a detour, no path, the label.
    private static readonly (string Question, string Label, string Answer)[] Mazes =
    [
        ("S..#/...#/.#../...G", "S..#/o..#/o#../oooG", "S..#/o..#/o#../oooG"),
        ("S..#/...#/.#../#..G", "S..#/ooo#/.#oo/#..G", "Soo#/..o#/.#oo/#..G"),
        ("S..#/...#/.#../..#G", "S..#/ooo#/.#oo/..#G", "Soo#/.oo#/.#oo/..#G"),
        ("S.##/...#/.#../...G", "S.##/o..#/o#../oooG", "S.##/...#/.#../...G"),
        ("S..#/...#/##../...G", "S..#/ooo#/##oo/...G", "S..#/ooo#/##oo/...G"),
    ];

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(18)]
    public void Answers_to_all_augmentations_of_an_ARC_task_vote(int limit)
    {
        var directory = WriteArc("arc", seed: 1);
        using var test = PuzzleDataset.Open(directory, "test");
        Assert.Equal(18, test.Sets[0].Examples);
        var report = Evaluate(test, new EvaluationOptions { BatchSize = 8, Limit = limit }, SomeRight(test));

        // Of "r" a third of the votes for each input is right, and all others agree; "s" is solved.
        Assert.Equal((0.5, 1.0), (report.Values["ARC/pass@1"], report.Values["ARC/pass@2"]));
        var expected = Vote(test, 0, SomeRight(test));
        Assert.Equal(expected.Metrics, report.Values.Where(value => value.Key.StartsWith("ARC", StringComparison.Ordinal)));
        EvaluationFiles.Write(_directory["out"], "ema", report);
        Assert.Equal(["ema.arc_tasks.json", "ema.csv", "ema.submission.json"], Directory.GetFiles(_directory["out"]).Select(Path.GetFileName).Order());
        Assert.Equal(Bytes(expected.WriteSubmission), File.ReadAllBytes(_directory["out/ema.submission.json"]));
        Assert.Equal(Bytes(expected.WriteReport), File.ReadAllBytes(_directory["out/ema.arc_tasks.json"]));
    }

    [Fact]
    public void A_part_of_an_ARC_set_is_not_voted_on()
    {
        using var test = PuzzleDataset.Open(WriteArc("arc", seed: 1), "test");
        var report = Evaluate(test, new EvaluationOptions { BatchSize = 8, Limit = 17 }, SomeRight(test));
        Assert.Equal(17, report.Puzzles.Count);
        Assert.DoesNotContain(report.Values.Keys, name => name.StartsWith("ARC", StringComparison.Ordinal));
        Assert.Empty(report.Files);
    }

    [Fact]
    public void Joined_ARC_sets_are_voted_on_one_by_one()
    {
        using var test = PuzzleDataset.Open([WriteArc("arc", seed: 1), WriteArc("arc_again", seed: 2)], "test");
        Func<string, int, (int[], float)> answer = (set, example) => set == "all" ? SomeRight(test)(set, example) : (Label(test.Sets[1], Math.Max(0, example)), 1);
        var report = Evaluate(test, new EvaluationOptions { BatchSize = 8 }, answer);

        Assert.Equal((0.5, 1.0), (report.Values["ARC/pass@1"], report.Values["ARC1/pass@1"]));
        ArcEvaluation[] expected = [Vote(test, 0, answer), Vote(test, 1, answer)];
        Assert.Equal(expected[0].Metrics, report.Values.Where(value => value.Key.StartsWith("ARC/", StringComparison.Ordinal)));
        Assert.Equal(expected[1].Metrics.Values, report.Values.Where(value => value.Key.StartsWith("ARC1/", StringComparison.Ordinal)).Select(value => value.Value));
        Assert.Equal(["submission.json", "arc_tasks.json", "submission1.json", "arc_tasks1.json"], report.Files.Select(file => file.Key));
        Assert.Equal(Bytes(expected[0].WriteSubmission), Bytes(report.Files[0].Value));
        Assert.Equal(Bytes(expected[1].WriteSubmission), Bytes(report.Files[2].Value));
    }

    [Theory]
    [InlineData(0, 5, 2, 4, 3)]
    [InlineData(3, 3, 1, 3, 2)]
    public void Every_path_through_a_maze_counts_and_not_only_the_one_of_the_label(int limit, int mazes, int exact, int valid, int shortest)
    {
        using var test = PuzzleDataset.Open(WriteMazes(), "test");
        var report = Evaluate(test, new EvaluationOptions { BatchSize = 4, Limit = limit }, (_, example) => (Tokens(Mazes[Math.Max(0, example)].Answer), 1));

        var expected = new MazePathScore(side: 4);
        foreach (var (question, _, answer) in Mazes.Take(mazes)) expected.Add(Tokens(question), Tokens(answer));
        Assert.Equal((valid / (double)mazes, shortest / (double)mazes), (expected.ValidPath, expected.ShortestPath));
        Assert.Equal((expected.ValidPath, expected.ShortestPath), (report.Values["all/valid_path"], report.Values["all/shortest_path"]));
        Assert.Equal(exact / (double)mazes, report.ExactAccuracy);
        Assert.Equal(mazes, report.Values["all/count"]);
        Assert.Empty(report.Files);
    }

    // The question as it stands is the same wrong answer under every augmentation.
    private static Func<string, int, (int[] Tokens, float HaltLogit)> SomeRight(PuzzleDataset test)
    {
        var (set, names) = (test.Sets[0], PuzzleDataset.ReadIdentifiers(test.Directories[0]));
        return (_, example) =>
        {
            if (example < 0) return (Label(set, 0), 9);
            var right = names[IdentifierOf(set, example)].StartsWith('s') || example % 3 == 0;
            return (right ? Label(set, example) : Question(set, example), example / 4f - 2);
        };
    }

    private static ArcEvaluation Vote(PuzzleDataset test, int place, Func<string, int, (int[] Tokens, float HaltLogit)> answer)
    {
        var set = test.Sets[place];
        var vote = AugmentationVote.For(test.Directories[place]);
        for (var example = 0; example < set.Examples; example++)
        {
            var (tokens, haltLogit) = answer(set.Name, example);
            vote.Add(IdentifierOf(set, example), Question(set, example), tokens, haltLogit);
        }

        return vote.Evaluate();
    }

    private static EvaluationReport Evaluate(PuzzleDataset test, EvaluationOptions options, Func<string, int, (int[] Tokens, float HaltLogit)> answer)
    {
        var (arch, m) = (TinyNetworks.TokenMlp with { RecursionCycles = 1, LatentSteps = 1, MaxSupervisionSteps = 2 }, test.Metadata);
        using var model = new TinyRecursiveModel(new ModelShape(arch, m.SequenceLength, m.VocabularySize, m.PuzzleIdentifiers), CPU, ScalarType.Float32, seed: 1);
        using var step = new AnsweringStep(TinyNetworks.Step(model), answer);
        return new Evaluator(test, options).Run(step)!;
    }

    private static int IdentifierOf(PuzzleSet set, int example) => set.PuzzleIdentifiers[Enumerable.Range(0, set.Puzzles).Last(puzzle => set.PuzzleIndices[puzzle] <= example)];

    private static int[] Question(PuzzleSet set, int example)
    {
        var (question, label) = (new int[ArcSequence.Length], new int[ArcSequence.Length]);
        set.CopyExample(example, question, label);
        return question;
    }

    private static int[] Label(PuzzleSet set, int example)
    {
        var (question, label) = (new int[ArcSequence.Length], new int[ArcSequence.Length]);
        set.CopyExample(example, question, label);
        return [.. label.Select(token => token == PuzzleSet.IgnoredLabel ? ArcSequence.Padding : token)];
    }

    private static byte[] Bytes(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }

    private static string Text(string rows) => rows.Replace("/", "").Replace('.', ' ');

    private static int[] Tokens(string rows) => [.. Text(rows).Select(cell => MazeTokens.Characters.IndexOf(cell) + 1)];

    private string WriteArc(string name, uint seed)
    {
        var tasks = _directory["score_challenges.json"];
        File.WriteAllText(tasks, Tasks);
        ArcDatasetBuilder.Build(new ArcBuildOptions { Subsets = [new("score", tasks)], TestSet = "score", OutputDirectory = _directory[name], Augmentations = 5, Seed = seed });
        return _directory[name];
    }

    private string WriteMazes()
    {
        File.WriteAllLines(_directory["mazes.csv"], ["source,question,answer,rating", .. Mazes.Select(maze => $"x,{Text(maze.Question)},{Text(maze.Label)},1")]);
        MazeDatasetBuilder.Build(new MazeBuildOptions { TestCsv = _directory["mazes.csv"], OutputDirectory = _directory["mazes"] });
        return _directory["mazes"];
    }
}
