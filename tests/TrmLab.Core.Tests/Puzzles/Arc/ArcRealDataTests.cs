using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Core.Tests.Puzzles.Arc;

/// <summary>The published ARC files.</summary>
public class ArcRealDataTests
{
    [Theory]
    [InlineData("training", 400, 1302, 416)]
    [InlineData("evaluation", 400, 1363, 419)]
    [InlineData("training2", 1000, 3232, 1076)]
    [InlineData("evaluation2", 120, 358, 172)]
    [InlineData("concept", 160, 427, 480)]
    public void EverySetHasItsTasksAndPairs(string set, int tasks, int train, int test)
    {
        ArcSubset subset = Read(set);
        Assert.Equal(tasks, subset.Tasks.Count);
        Assert.Equal(train, subset.Tasks.Sum(task => task.Train.Count));
        Assert.Equal(test, subset.Tasks.Sum(task => task.Test.Count));
    }

    [Theory]
    [InlineData("training", "ARC-AGI-1-training-tasks.tar.gz", 0)]
    [InlineData("evaluation", "ARC-AGI-1-evaluation-tasks.tar.gz", 0)]
    [InlineData("training2", "ARC-AGI-2-training-tasks.tar.gz", 0)]
    [InlineData("evaluation2", "ARC-AGI-2-evaluation-tasks.tar.gz", 6)]
    public void TaskFilesEqualTheCombinedOnes(string set, string archive, int revised)
    {
        Dictionary<string, ArcTask> combined = Read(set).Tasks.ToDictionary(task => task.Id);
        IReadOnlyList<ArcTask> files = new ArcSubsetSource(set, SharedData.Data($"arc/{archive}")).Read().Tasks;
        Assert.Equal(combined.Count, files.Count);
        Assert.Equal(revised, files.Count(task => ArcHash.OfPuzzle(task.Pairs) != ArcHash.OfPuzzle(combined[task.Id].Pairs)));
    }

    [Fact]
    public void TheEvaluationSetsShareSixTasks()
    {
        string[] known = ["0934a4d8", "136b0064", "16b78196", "981571dc", "aa4ec2a5", "da515329"];
        Assert.Equal(known, ArcLeakCheck.SharedTasks(Read("evaluation"), Read("evaluation2")).Select(pair => pair.First).Order());
        IReadOnlyList<ArcLeak> leaks = ArcLeakCheck.Find(Read("evaluation2"), [Read("evaluation")]);
        Assert.Equal(known, leaks.Where(leak => leak.Kind == ArcLeakKind.SamePair).Select(leak => leak.Task).Order());
    }

    [Theory]
    [InlineData("training,evaluation,concept", "evaluation", 960, 3988, 419)]
    [InlineData("training2,evaluation2,concept", "evaluation2", 1280, 5573, 172)]
    public void APerfectPredictorScoresEverythingThroughDataSetAndVote(string sets, string testSet, int tasks, int trainExamples, int testPairs)
    {
        const int Augmentations = 2;
        using var folder = new TemporaryDirectory();
        ArcBuildReport report = ArcDatasetBuilder.Build(new ArcBuildOptions
        {
            Subsets = [.. sets.Split(',').Select(set => new ArcSubsetSource(set, SharedData.Data("arc/combined")))],
            TestSet = testSet,
            OutputDirectory = folder["arc"],
            Augmentations = Augmentations,
        });
        Assert.Equal((tasks * (1 + Augmentations)) + 1, report.Identifiers);
        Assert.Equal((trainExamples * (1 + Augmentations), testPairs * (1 + Augmentations)), (report.TrainExamples, report.TestExamples));

        using var dataset = PuzzleDataset.Open(folder["arc"], "test");
        AugmentationVote vote = AugmentationVote.For(folder["arc"]);
        foreach (PuzzleBatch batch in EvaluationBatches.Of(dataset, dataset.Sets[0], batchSize: 64))
            vote.Add(batch, batch.Labels, new float[batch.BatchSize]);
        ArcEvaluation evaluation = vote.Evaluate();
        Assert.All(evaluation.Metrics.Values, score => Assert.Equal(1, score, 12));
        Assert.Equal(0, vote.Unassigned);
        Assert.All(evaluation.Tasks.SelectMany(task => task.Inputs), input => Assert.Equal(1, input.Rank));
    }

    private static ArcSubset Read(string set) => new ArcSubsetSource(set, SharedData.Data("arc/combined")).Read();
}
