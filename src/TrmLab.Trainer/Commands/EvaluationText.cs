using System.Globalization;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Commands;

/// <summary>An evaluation in lines for people.</summary>
internal static class EvaluationText
{
    /// <param name="weights"><c>raw</c> or <c>ema</c>.</param>
    public static IEnumerable<string> Lines(string weights, EvaluationSummary summary)
    {
        var (halting, cost) = (summary.Halting, summary.Cost);
        yield return Text($"{weights,4} weights: {summary.Exact} exact, {summary.Accuracy:P2} of the cells, {summary.Count} puzzles, {summary.Seconds:0.0} s");
        yield return Text($"     halting by the network's own rule: {halting.Exact} exact after {halting.MeanSteps:0.00} of {summary.ExactByStep.Count} steps on average; {halting.Halted:P1} halt");
        yield return "     exact after steps: " + string.Join(", ", summary.BySteps.Select(s => Text($"{s.Step}: {s.Exact.Value:P2}")));
        if (summary.Attempts is { } attempts)
        {
            yield return Text($"     {attempts.Count} {attempts.Kind}: one alone {attempts.Single:P2}, by the halting head {attempts.HaltHead[^1]}, majority {attempts.Majority[^1]}, cell by cell {attempts.Cells[^1]}, any {attempts.Any[^1]}");
        }

        if (summary.ByDifficulty.Count > 1)
        {
            foreach (var bucket in summary.ByDifficulty)
                yield return Text($"     rating {(bucket.Minimum == bucket.Maximum ? $"{bucket.Minimum}" : $"{bucket.Minimum}-{bucket.Maximum}")}: {bucket.Exact} of {bucket.Count} puzzles exact, {bucket.Accuracy:P2} of the cells");
        }

        yield return Text($"     cost: {cost.NetworkEvaluationsPerPuzzle:0} network evaluations and {1000 * cost.SecondsPerPuzzle:0.0} ms per puzzle, batches of {cost.BatchSize}");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
