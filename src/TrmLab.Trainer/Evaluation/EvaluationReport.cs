using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>What one set of weights achieves on the test puzzles.</summary>
/// <param name="Values">Metrics by the reference's names per test set, such as <c>all/exact_accuracy</c>.</param>
/// <param name="ExactByStep">Share of all puzzles whose answer is exact after supervision step 1, 2, ...</param>
/// <param name="Puzzles">One result per test example, in order.</param>
/// <param name="Seconds">Wall-clock time.</param>
public sealed record EvaluationReport(
    IReadOnlyDictionary<string, double> Values,
    IReadOnlyList<double> ExactByStep,
    IReadOnlyList<PuzzleResult> Puzzles,
    double Seconds)
{
    /// <summary>Files by name that the puzzles' own rules produce, such as ARC's submission.json.</summary>
    public IReadOnlyList<KeyValuePair<string, Action<Stream>>> Files { get; init; } = [];

    /// <summary>Share of all puzzles that are exact.</summary>
    public double ExactAccuracy => Puzzles.Count == 0 ? double.NaN : Puzzles.Count(p => p.Exact) / (double)Puzzles.Count;

    /// <summary>Mean share of right cells.</summary>
    public double CellAccuracy => Puzzles.Count == 0 ? double.NaN : Puzzles.Average(p => p.CellAccuracy);
}
