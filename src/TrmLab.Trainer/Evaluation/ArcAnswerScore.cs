using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Trainer.Evaluation;

/// <summary>ARC's score: the answers to all augmentations of a task are brought back and vote; pass@K by the reference's names.</summary>
internal sealed class ArcAnswerScore(string datasetDirectory) : IAnswerScore
{
    private readonly AugmentationVote _vote = AugmentationVote.For(datasetDirectory);

    public void Add(PuzzleBatch batch, ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits) => _vote.Add(batch, answers, haltLogits);

    public IEnumerable<KeyValuePair<string, double>> Metrics() => _vote.Evaluate().Metrics;

    public IEnumerable<KeyValuePair<string, Action<Stream>>> Files()
    {
        var evaluation = _vote.Evaluate();
        yield return new("submission.json", evaluation.WriteSubmission);
        yield return new("arc_tasks.json", evaluation.WriteReport);
    }
}
