using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results;

/// <summary>What allowing a number of supervision steps comes to.</summary>
/// <param name="Step">Supervision step, 1-based.</param>
/// <param name="Exact">Share of puzzles whose answer is exact after it; null where the evaluation did not record it.</param>
/// <param name="Halted">Share of puzzles whose halting logit was positive at it or before.</param>
/// <param name="Reached">Share of puzzles whose answer was exact at it or before, even if it was changed afterwards.</param>
public sealed record StepOutcome(int Step, Share? Exact, Share Halted, Share Reached);

/// <summary>An evaluation by supervision step: what fewer steps would have cost.</summary>
public static class StepOutcomes
{
    /// <summary>One row per supervision step.</summary>
    /// <param name="puzzles">Results by puzzle.</param>
    /// <param name="exactByStep">Share of exact answers after step 1, 2, ...; may be empty.</param>
    public static IReadOnlyList<StepOutcome> Of(IReadOnlyList<PuzzleResult> puzzles, IReadOnlyList<double> exactByStep)
    {
        var last = puzzles.Count == 0 ? 0 : puzzles.Max(p => p.Steps);
        return
        [
            .. Enumerable.Range(1, last).Select(step => new StepOutcome(
                step,
                step <= exactByStep.Count ? Share.Of((long)Math.Round(exactByStep[step - 1] * puzzles.Count), puzzles.Count) : null,
                Share.Of(puzzles, p => p.WouldHaltStep > 0 && p.WouldHaltStep <= step),
                Share.Of(puzzles, p => p.FirstExactStep > 0 && p.FirstExactStep <= step))),
        ];
    }
}
