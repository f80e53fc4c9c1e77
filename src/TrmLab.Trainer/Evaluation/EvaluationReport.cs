using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>What one set of weights achieves on the test puzzles.</summary>
/// <param name="Values">Metrics by the reference's names per test set, such as <c>all/exact_accuracy</c>; the losses only where every sequence ran all steps once.</param>
/// <param name="ExactByStep">Share of all puzzles whose answer is exact after supervision step 1, 2, ...</param>
/// <param name="Puzzles">One result per test example, in order; with several attempts, of the first.</param>
/// <param name="Seconds">Wall-clock time.</param>
public sealed record EvaluationReport(
    IReadOnlyDictionary<string, double> Values,
    IReadOnlyList<double> ExactByStep,
    IReadOnlyList<PuzzleResult> Puzzles,
    double Seconds)
{
    /// <summary>Files by name that the puzzles' own rules produce, such as ARC's submission.json.</summary>
    public IReadOnlyList<KeyValuePair<string, Action<Stream>>> Files { get; init; } = [];

    /// <summary>Mean share of right cells after supervision step 1, 2, ...</summary>
    public IReadOnlyList<double> CellAccuracyByStep { get; init; } = [];

    /// <summary>Choices among several attempts; null with one.</summary>
    public AttemptCurves? Attempts { get; init; }

    /// <summary>Results of the second, third, ... attempt, if they were to be kept.</summary>
    public IReadOnlyList<IReadOnlyList<PuzzleResult>> FurtherAttempts { get; init; } = [];

    /// <summary>What it took.</summary>
    public required EvaluationCost Cost { get; init; }

    /// <summary>Share of all puzzles that are exact.</summary>
    public double ExactAccuracy => Puzzles.Count == 0 ? double.NaN : Puzzles.Count(p => p.Exact) / (double)Puzzles.Count;

    /// <summary>Mean share of right cells.</summary>
    public double CellAccuracy => Puzzles.Count == 0 ? double.NaN : Puzzles.Average(p => p.CellAccuracy);
}
