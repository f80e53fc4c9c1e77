using System.Globalization;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results.Ema;

/// <summary>Raw (A) against averaged (B) weights of one run at one step, on the same puzzles.</summary>
/// <param name="Run">The run's name.</param>
/// <param name="Step">Training step.</param>
/// <param name="Table">Puzzles counted.</param>
public sealed record EmaPairedRun(string Run, long Step, PairedTable Table);

/// <summary>The EMA report as a document for export.</summary>
public static class EmaReportDocument
{
    /// <param name="report">The numbers.</param>
    /// <param name="title">Such as the ablation's name.</param>
    /// <param name="pairs">Runs whose results by puzzle are known.</param>
    public static ReportDocument Of(EmaReport report, string title, IReadOnlyList<EmaPairedRun>? pairs = null)
    {
        var document = new ReportDocument(title)
            .Paragraph(Text($"{report.Runs.Count(r => r.WithEma)} runs with averaged weights (EMA), {report.Runs.Count(r => !r.WithEma)} without; exact accuracy on the test puzzles. Spread is the standard deviation over seeds."))
            .Heading("What was measured").Bullets(EmaFindings.Measured(report))
            .Heading("What this can and cannot show").Bullets(EmaFindings.Limits(report))
            .Heading("Over seeds")
            .Table(
                ["", "last", "best", "best less last"],
                report.Arms.Select(a => (IReadOnlyList<string>)[a.Label, EmaFindings.Share(a.Last), EmaFindings.Share(a.Best), EmaFindings.Points(a.BestMinusLast.Mean)]))
            .Heading("Runs")
            .Table(
                ["run", "seed", "weights", "last", "95 % interval (puzzles)", "at step", "best", "at step", "evaluations"],
                report.Arms.SelectMany(a => a.Curves).Select(Row));
        var time = report.DifferenceOverTime;
        if (time.Steps.Length > 0)
        {
            document.Heading("Averaged less raw weights over time").Table(
                ["step", "N", "mean", "standard deviation", "least", "most"],
                Enumerable.Range(0, time.Steps.Length).Select(i => (IReadOnlyList<string>)
                [
                    Text($"{time.Steps[i]}"), Text($"{time.Counts[i]}"), EmaFindings.Points(time.Mean[i]),
                    time.Counts[i] < 2 ? "" : Text($"{100 * time.StandardDeviation[i]:0.0}"), EmaFindings.Points(time.Minimum[i]), EmaFindings.Points(time.Maximum[i]),
                ]));
        }

        if (pairs is { Count: > 0 })
        {
            document.Heading("Raw against averaged weights on the same puzzles")
                .Table(["run", "step", "both", "raw only", "averaged only", "neither", "averaged less raw", "95 % interval", "McNemar, exact p"], pairs.Select(Row))
                .Paragraph("Interval for paired shares by Newcombe's method 10; p is two-sided. They hold for these trainings: another seed is another training.");
        }

        var published = PublishedResults.TrmRow(BenchmarkTask.SudokuExtreme, tokenMlp: true);
        return document.Heading("Published for comparison")
            .Paragraph(Text($"Sudoku-Extreme: {published.Score:0.0} % with EMA, {PublishedAblations.WithoutEma:0.0} % without ({PublishedResults.Paper}, table 1); one figure each, without a spread."));
    }

    private static IReadOnlyList<string> Row(EmaCurve curve) =>
    [
        curve.Run, Text($"{curve.Seed}"), curve.Weights, Percent(curve.Last),
        curve.LastInterval() is { } interval ? $"{Percent(interval.Lower)} to {Percent(interval.Upper)}" : "unknown",
        Text($"{curve.LastStep}"), Percent(curve.Best), Text($"{curve.BestStep}"), Text($"{curve.Evaluations}"),
    ];

    private static IReadOnlyList<string> Row(EmaPairedRun run)
    {
        var (table, interval) = (run.Table, run.Table.DifferenceInterval());
        return
        [
            run.Run, Text($"{run.Step}"), Text($"{table.Both}"), Text($"{table.OnlyA}"), Text($"{table.OnlyB}"), Text($"{table.Neither}"),
            EmaFindings.Points(table.Difference), $"{EmaFindings.Points(interval.Lower)} to {EmaFindings.Points(interval.Upper)}", Text($"{table.Test.Exact:0.####}"),
        ];
    }

    private static string Percent(double share) => Text($"{100 * share:0.0} %");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
