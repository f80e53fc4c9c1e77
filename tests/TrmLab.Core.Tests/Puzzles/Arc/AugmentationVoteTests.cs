using System.Text.Json;
using System.Text.Json.Nodes;
using TrmLab.Core.Puzzles.Arc;
using static TrmLab.Core.Tests.Puzzles.Arc.Grids;

namespace TrmLab.Core.Tests.Puzzles.Arc;

public class AugmentationVoteTests
{
    private static readonly ArcGrid Right = Grid("12/34");
    private static readonly ArcGrid Wrong = Grid("12/35");
    private static readonly ArcTask Task = new("a", [new ArcPair(Grid("1"), Grid("2"))], [new ArcPair(Grid("506"), Right)]);
    private static readonly string[] Names =
        ["<blank>", "a", "a|||t1|||0213456789", "a|||t6|||0987654321", "a|||t7|||0123456798", "other"];

    [Fact]
    public void TheRecordedSetScoresAsInTheReference()
    {
        JsonElement golden = GoldenFunctions.Open("arc_eval");
        using var folder = new TemporaryDirectory();
        File.WriteAllText(folder["test_puzzles.json"], golden.GetProperty("test_puzzles").GetRawText());
        File.WriteAllText(folder["identifiers.json"], golden.GetProperty("identifiers").GetRawText());
        AugmentationVote vote = AugmentationVote.For(folder.Root);
        JsonElement inputs = golden.GetProperty("inputs"), predictions = golden.GetProperty("preds");
        for (int row = 0; row < inputs.GetArrayLength(); row++)
        {
            vote.Add(
                golden.GetProperty("puzzle_identifiers")[row].GetInt32(), Integers(inputs[row]), Integers(predictions[row]),
                golden.GetProperty("q_halt_logits")[row].GetDouble());
        }
        ArcEvaluation evaluation = vote.Evaluate();
        foreach (JsonProperty metric in golden.GetProperty("result").EnumerateObject())
            Assert.Equal(metric.Value.GetDouble(), evaluation.Metrics[metric.Name], 12);

        using var submission = new MemoryStream();
        evaluation.WriteSubmission(submission);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(golden.GetProperty("submission").GetRawText()), JsonNode.Parse(submission.ToArray())));
    }

    [Fact]
    public void APerfectPredictorScoresEverything()
    {
        AugmentationVote vote = new([Task], Names);
        for (int identifier = 1; identifier <= 4; identifier++)
            Predict(vote, identifier, Right);
        ArcEvaluation evaluation = vote.Evaluate();
        Assert.Equal(["ARC/pass@1", "ARC/pass@2", "ARC/pass@5", "ARC/pass@10", "ARC/pass@100", "ARC/pass@1000"], evaluation.Metrics.Keys);
        Assert.All(evaluation.Metrics.Values, score => Assert.Equal(1, score));
        Assert.Equal(4, evaluation.Tasks[0].Inputs[0].RightVotes);
    }

    [Fact]
    public void RightUnderOneAugmentationOnlyLosesAgainstMoreVotesForOneWrongAnswer()
    {
        AugmentationVote vote = new([Task], Names);
        Predict(vote, 1, Wrong);
        Predict(vote, 2, Right);
        Predict(vote, 3, Wrong);
        ArcEvaluation evaluation = vote.Evaluate();
        Assert.Equal(0, evaluation.Metrics["ARC/pass@1"]);
        Assert.Equal(1, evaluation.Metrics["ARC/pass@2"]);
        Assert.Equal(2, evaluation.Tasks[0].Inputs[0].Rank);
    }

    [Fact]
    public void EqualVotesAreOrderedByHaltingThenByAppearance()
    {
        AugmentationVote surer = new([Task], Names);
        Predict(surer, 1, Wrong, halt: -1);
        Predict(surer, 2, Right, halt: 1);
        Assert.Equal(1, surer.Evaluate().Tasks[0].Inputs[0].Rank);

        AugmentationVote first = new([Task], Names);
        Predict(first, 1, Wrong);
        Predict(first, 2, Right);
        Assert.Equal(2, first.Evaluate().Tasks[0].Inputs[0].Rank);
    }

    [Fact]
    public void BlankRowsAndInputsThatAreNoTestInputsDoNotVote()
    {
        AugmentationVote vote = new([Task], Names);
        vote.Add(0, Tokens(Task.Test[0].Input), Tokens(Right), 9);
        vote.Add(5, Tokens(Task.Test[0].Input), Tokens(Right), 9);
        vote.Add(1, Tokens(Grid("777")), Tokens(Right), 9);
        ArcEvaluation evaluation = vote.Evaluate();
        Assert.Equal(0, evaluation.Metrics["ARC/pass@1000"]);
        Assert.Empty(evaluation.Tasks[0].Inputs[0].Candidates);
        Assert.Equal(2, vote.Unassigned);
        using var submission = new MemoryStream();
        evaluation.WriteSubmission(submission);
        Assert.Equal("""{"a":[]}""", System.Text.Encoding.UTF8.GetString(submission.ToArray()));
    }

    [Fact]
    public void ATaskWithTwoInputsScoresHalfForOne()
    {
        var task = new ArcTask("a", Task.Train, [Task.Test[0], new ArcPair(Grid("77"), Grid("8"))]);
        AugmentationVote vote = new([task], Names);
        Predict(vote, 1, Right);
        Assert.Equal(0.5, vote.Evaluate().Metrics["ARC/pass@1"]);
    }

    [Fact]
    public void TokensOutsideTheVocabularyEndTheGrid()
    {
        AugmentationVote vote = new([Task], Names);
        int[] prediction = Tokens(Right);
        prediction[1] = 4711;
        vote.Add(1, Tokens(Task.Test[0].Input), prediction, 0);
        Assert.Equal(Grid("1/3"), vote.Evaluate().Tasks[0].Inputs[0].Candidates[0].Grid);
    }

    [Fact]
    public void AnIdentifierWithoutNameIsRefused() =>
        Assert.Throws<InputException>(() => new AugmentationVote([Task], Names).Add(99, Tokens(Right), Tokens(Right), 0));

    [Fact]
    public void TheReportNamesRankVotesAndLeadingCandidates()
    {
        AugmentationVote vote = new([Task], Names);
        Predict(vote, 1, Wrong);
        Predict(vote, 2, Right, halt: -2);
        using var stream = new MemoryStream();
        vote.Evaluate().WriteReport(stream);
        JsonElement input = JsonDocument.Parse(stream.ToArray()).RootElement.GetProperty("tasks").GetProperty("a").GetProperty("inputs")[0];
        Assert.Equal(2, input.GetProperty("rank").GetInt32());
        Assert.Equal(2, input.GetProperty("votes").GetInt32());
        Assert.Equal(0.5, input.GetProperty("leading")[0].GetProperty("mean_halt").GetDouble());
    }

    private static void Predict(AugmentationVote vote, int identifier, ArcGrid answer, double halt = 0)
    {
        ArcAugmentation augmentation = ArcAugmentation.Parse(Names[identifier]).Augmentation;
        vote.Add(identifier, Tokens(augmentation.Apply(Task.Test[0].Input)), Tokens(augmentation.Apply(answer)), halt);
    }
}
