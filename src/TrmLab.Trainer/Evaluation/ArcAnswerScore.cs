using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Trainer.Evaluation;

/// <summary>ARC's score: the answers to all augmentations of a task are brought back and vote; pass@K by the reference's names.</summary>
/// <param name="datasetDirectory">The data set.</param>
/// <param name="place">Of its directory among joined ones, from 0; all but the first carry it in their names, as their sets do (<c>all1</c>).</param>
internal sealed class ArcAnswerScore(string datasetDirectory, int place) : IAnswerScore
{
    private const string Family = "ARC";
    private readonly AugmentationVote _vote = AugmentationVote.For(datasetDirectory);
    private readonly string _suffix = place <= 0 ? "" : $"{place}";

    public void Add(PuzzleBatch batch, ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits) => _vote.Add(batch, answers, haltLogits);

    public IEnumerable<KeyValuePair<string, double>> Metrics() =>
        _vote.Evaluate().Metrics.Select(metric => KeyValuePair.Create(Family + _suffix + metric.Key[Family.Length..], metric.Value));

    public IEnumerable<KeyValuePair<string, Action<Stream>>> Files()
    {
        var evaluation = _vote.Evaluate();
        yield return new($"submission{_suffix}.json", evaluation.WriteSubmission);
        yield return new($"arc_tasks{_suffix}.json", evaluation.WriteReport);
    }
}
