using TrmLab.Core.Results;
using TrmLab.Core.Statistics;

namespace TrmLab.Trainer.Evaluation;

/// <summary>An evaluation in figures, without the single puzzles: what <c>trmlab evaluate --json</c> prints. Shares have 95 % intervals (Wilson).</summary>
public sealed record EvaluationSummary
{
    /// <summary>Share of puzzles that are exact after the last step; with several attempts, of the first.</summary>
    public required double ExactAccuracy { get; init; }

    /// <summary>The same with its interval.</summary>
    public required Share Exact { get; init; }

    /// <summary>Mean share of right cells.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Puzzles.</summary>
    public required int Count { get; init; }

    /// <summary>By the reference's names.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>Share of exact puzzles after supervision step 1, 2, ...</summary>
    public required IReadOnlyList<double> ExactByStep { get; init; }

    /// <summary>Mean share of right cells after supervision step 1, 2, ...</summary>
    public required IReadOnlyList<double> AccuracyByStep { get; init; }

    /// <summary>After 1, 2, 4, ... steps and the last, with intervals.</summary>
    public required IReadOnlyList<StepShare> BySteps { get; init; }

    /// <summary>If each puzzle stopped where the network would halt.</summary>
    public required HaltingSummary Halting { get; init; }

    /// <summary>By rating; empty where the data do not rate.</summary>
    public required IReadOnlyList<DifficultyBucket> ByDifficulty { get; init; }

    /// <summary>Choices among several attempts; null with one.</summary>
    public AttemptCurves? Attempts { get; init; }

    /// <summary>What it took.</summary>
    public required EvaluationCost Cost { get; init; }

    /// <summary>Wall-clock time.</summary>
    public required double Seconds { get; init; }

    /// <summary>Sums a report up.</summary>
    public static EvaluationSummary Of(EvaluationReport report) => new()
    {
        ExactAccuracy = report.ExactAccuracy,
        Exact = Share.Of(report.Puzzles, p => p.Exact),
        Accuracy = report.CellAccuracy,
        Count = report.Puzzles.Count,
        Metrics = report.Values,
        ExactByStep = report.ExactByStep,
        AccuracyByStep = report.CellAccuracyByStep,
        BySteps = [.. Milestones(report.ExactByStep.Count).Select(step => StepShare.Of(report, step))],
        Halting = HaltingSummary.Of(report.Puzzles),
        ByDifficulty = DifficultyBucket.Of(report.Puzzles),
        Attempts = report.Attempts,
        Cost = report.Cost,
        Seconds = report.Seconds,
    };

    /// <summary>1, 2, 4, ... and the last.</summary>
    internal static IEnumerable<int> Milestones(int last)
    {
        for (var i = 1; i < last; i *= 2) yield return i;
        if (last > 0) yield return last;
    }
}

/// <summary>How far a number of supervision steps comes.</summary>
public sealed record StepShare(int Step, Share Exact, double Accuracy)
{
    internal static StepShare Of(EvaluationReport report, int step) => new(
        step, Share.Of((long)Math.Round(report.ExactByStep[step - 1] * report.Puzzles.Count), report.Puzzles.Count), report.CellAccuracyByStep[step - 1]);
}
