using TrmLab.Core.Runs;
using TrmLab.Core.Tracing;
using TrmLab.Web.Components.Explorer;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Comparison;

/// <summary>Where a puzzle of an evaluation can be looked at: in the explorer, with the weights that were evaluated if they were kept.</summary>
/// <param name="Key">The checkpoint's key; null if the run has none.</param>
/// <param name="Step">Its step.</param>
/// <param name="IsSame">Whether it is the evaluated step.</param>
public sealed record PuzzleLink(string? Key, long Step, bool IsSame)
{
    /// <summary>The checkpoint of the evaluation, or the nearest that is kept.</summary>
    public static PuzzleLink Of(RunFolder folder, EvaluationKey evaluation)
    {
        var kept = CheckpointDirectory.List(folder.Of(evaluation.Run).Checkpoints).Where(c => c.Damage is null).ToArray();
        if (kept.Length == 0) return new PuzzleLink(null, 0, false);
        var nearest = kept.MinBy(c => Math.Abs(c.Step - evaluation.Step))!;
        return new PuzzleLink($"run/{evaluation.Run}/{nearest.Step}", nearest.Step, nearest.Step == evaluation.Step);
    }

    /// <summary>Address of a puzzle in the explorer; null without a checkpoint.</summary>
    /// <param name="index">Place in the test set.</param>
    /// <param name="weights">Of this checkpoint.</param>
    /// <param name="other">A second checkpoint beside it, with its weights.</param>
    public string? To(int index, string weights, (PuzzleLink Link, string Weights)? other = null) => Key is null ? null : new ExplorerAddress
    {
        A = Key,
        AWeights = WeightsOf(weights),
        B = other?.Link.Key,
        BWeights = other is { Link.Key: not null } o ? WeightsOf(o.Weights) : null,
        Index = index,
    }.Format();

    /// <summary>Says which weights the links open where those evaluated are gone; null if they are there.</summary>
    public string? Caution(string label, long evaluated) => this switch
    {
        { Key: null } => $"{label} has no checkpoint: its puzzles cannot be opened.",
        { IsSame: false } => $"{label}: the checkpoint of step {evaluated:N0} was not kept; links open the nearest, step {Step:N0}, which may answer otherwise.",
        _ => null,
    };

    private static TraceWeights WeightsOf(string weights) => weights == "ema" ? TraceWeights.Ema : TraceWeights.Raw;
}
