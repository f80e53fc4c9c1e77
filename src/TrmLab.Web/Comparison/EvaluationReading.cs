using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Results;
using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Comparison;

/// <summary>One evaluation puzzle by puzzle, read and counted: long for hundreds of thousands of puzzles.</summary>
/// <param name="ByKey">The results.</param>
/// <param name="ByDifficulty">Empty if the data set does not rate its puzzles.</param>
/// <param name="BySteps">After each supervision step.</param>
/// <param name="Halting">Had each puzzle stopped where the network would halt.</param>
/// <param name="Worst">Fewest cells right first.</param>
/// <param name="Best">Hardest that are solved first.</param>
/// <param name="Changed">Against the evaluation before; null without one.</param>
/// <param name="Link">Where its puzzles can be looked at.</param>
public sealed record EvaluationReading(
    IReadOnlyDictionary<PuzzleKey, PuzzleResult> ByKey,
    IReadOnlyList<DifficultyBucket> ByDifficulty,
    IReadOnlyList<StepOutcome> BySteps,
    HaltingSummary Halting,
    IReadOnlyList<PuzzleResult> Worst,
    IReadOnlyList<PuzzleResult> Best,
    ChangedPuzzles? Changed,
    PuzzleLink Link)
{
    private const int MostRanked = 24;

    /// <summary>Reads an evaluation.</summary>
    /// <param name="folder">Run directories.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="now">The evaluation.</param>
    /// <param name="before">The evaluation of the same weights before it, if there is one.</param>
    /// <exception cref="InputException">Its results by puzzle are missing or damaged.</exception>
    public static EvaluationReading Read(RunFolder folder, string run, EvaluationRow now, EvaluationRow? before)
    {
        if (now.File.Length == 0) throw new InputException("Only the curve of this evaluation is known, not the results by puzzle.");
        var directory = folder.Of(run);
        var results = PuzzleResult.ReadAll(directory.Resolve(now.File));
        return new EvaluationReading(
            results.GroupBy(r => new PuzzleKey(r.Set, r.Index)).ToDictionary(g => g.Key, g => g.First()),
            DifficultyBucket.Of(results),
            StepOutcomes.Of(results, JsonSerializer.Deserialize<double[]>(now.ExactByStep) ?? []),
            HaltingSummary.Of(results),
            RankedPuzzles.Worst(results, MostRanked),
            RankedPuzzles.Best(results, MostRanked),
            before is null ? null : ChangedPuzzles.Between(PuzzleResult.ReadAll(directory.Resolve(before.File)), results),
            PuzzleLink.Of(folder, new EvaluationKey(run, now.Step, now.Weights)));
    }
}
