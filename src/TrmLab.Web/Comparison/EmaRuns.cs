using TrmLab.Core.Interchange;
using TrmLab.Core.Results.Ema;

namespace TrmLab.Web.Comparison;

/// <summary>Runs as the EMA report takes them.</summary>
public static class EmaRuns
{
    /// <summary>Exact accuracy over evaluations, of both kinds of weights.</summary>
    public static EmaRun Of(ComparedRun run) => new()
    {
        Name = run.Label,
        Seed = run.Row.Seed,
        Raw = SeriesOf(run, "raw"),
        Averaged = SeriesOf(run, "ema"),
        Puzzles = run.Evaluations.Select(e => (long)e.Puzzles).Distinct().ToArray() is [var same] ? same : 0,
        Finished = run.IsComplete,
    };

    private static MetricSeries? SeriesOf(ComparedRun run, string weights)
    {
        var all = run.Evaluations.Where(e => e.Weights == weights).ToArray();
        return all.Length == 0 ? null : new MetricSeries(weights, [.. all.Select(e => e.Step)], [.. all.Select(e => e.Exact ?? double.NaN)], [.. all.Select(e => e.Time / 1000.0)]);
    }
}
