using TrmLab.Core.Statistics;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>Which evaluation of each run is compared.</summary>
public enum FinalChoice
{
    /// <summary>The latest step at which all runs were evaluated.</summary>
    SameStep,

    /// <summary>Each run's last.</summary>
    Last,

    /// <summary>Each run's best, chosen with the answers known.</summary>
    Best,
}

/// <summary>One figure of the table of finals.</summary>
/// <param name="Run">The run.</param>
/// <param name="Weights"><c>raw</c> or <c>ema</c>.</param>
/// <param name="Evaluation">The evaluation; null if the run has none that fits.</param>
/// <param name="Evaluations">How many there were to choose from.</param>
public sealed record FinalResult(ComparedRun Run, string Weights, EvaluationRow? Evaluation, int Evaluations)
{
    /// <summary>For the choice of puzzles; null where their number is unknown.</summary>
    public ConfidenceInterval? Interval => Evaluation is null ? null : ComparedRun.IntervalOf(Evaluation);

    /// <summary>How much the run's last evaluation is below its best, of these weights.</summary>
    public double? BestLessLast => Run.Of(Weights).Max(e => e.Exact) - Run.Of(Weights).Last().Exact;

    /// <summary>Not the end of a complete training.</summary>
    public bool IsProvisional => !Run.IsComplete;
}

/// <summary>The results of runs that are compared.</summary>
public static class FinalResults
{
    /// <summary>One figure per run and kind of weights that it was evaluated with.</summary>
    public static IReadOnlyList<FinalResult> Of(IReadOnlyList<ComparedRun> runs, FinalChoice choice)
    {
        var common = CommonStep(runs);
        return
        [
            .. from run in runs
               from weights in new[] { "ema", "raw" }
               let all = run.Of(weights).ToArray()
               where all.Length > 0
               select new FinalResult(run, weights, Choose(all, choice, common), all.Length),
        ];
    }

    /// <summary>The latest step at which all runs that were evaluated at all were; null if there is none.</summary>
    public static long? CommonStep(IReadOnlyList<ComparedRun> runs)
    {
        long[][] steps = [.. runs.Select(r => r.Evaluations.Where(e => e.Exact is not null).Select(e => e.Step).Distinct().ToArray()).Where(s => s.Length > 0)];
        if (steps.Length == 0) return null;
        var common = steps.Aggregate((IEnumerable<long>)steps[0], (a, b) => a.Intersect(b)).DefaultIfEmpty(-1).Max();
        return common < 0 ? null : common;
    }

    /// <summary>What must be said beside the figures: runs that have not ended, unequal steps, choices made with the answers known.</summary>
    public static IReadOnlyList<string> Cautions(IReadOnlyList<ComparedRun> runs, IReadOnlyList<FinalResult> results, FinalChoice choice)
    {
        List<string> said = [];
        var shown = results.Where(r => r.Evaluation is not null).ToArray();
        foreach (var run in shown.Where(r => r.IsProvisional).Select(r => r.Run).Distinct())
        {
            said.Add($"{run.Label} is {run.State.Phase.ToString().ToLowerInvariant()} at step {run.Row.Step:N0} of {run.Row.TotalSteps:N0}: its figure is not that of a complete training.");
        }

        long[] steps = [.. shown.Select(r => r.Evaluation!.Step).Distinct().Order()];
        if (steps.Length > 1) said.Add($"The figures are from different steps, {steps[0]:N0} to {steps[^1]:N0}: they compare unequal amounts of training.");
        if (choice == FinalChoice.Best && shown.Length > 0)
        {
            said.Add($"Each figure is the best of {shown.Min(r => r.Evaluations)} to {shown.Max(r => r.Evaluations)} evaluations on the test puzzles: chosen with the answers known, it is too high on average.");
        }

        if (choice == FinalChoice.SameStep && CommonStep(runs) is null && runs.Any(r => r.Evaluations.Count > 0)) said.Add("There is no step at which all of these runs were evaluated; choose each run's last evaluation to see them all.");
        int[] puzzles = [.. shown.Select(r => r.Evaluation!.Puzzles).Where(p => p > 0).Distinct().Order()];
        if (puzzles.Length > 1) said.Add($"The runs were tested on different numbers of puzzles ({string.Join(", ", puzzles.Select(p => $"{p:N0}"))}): their figures are not of the same puzzles.");
        return said;
    }

    private static EvaluationRow? Choose(EvaluationRow[] all, FinalChoice choice, long? common) => choice switch
    {
        FinalChoice.Last => all[^1],
        FinalChoice.Best => all.MaxBy(e => e.Exact),
        _ => all.FirstOrDefault(e => e.Step == common),
    };
}
