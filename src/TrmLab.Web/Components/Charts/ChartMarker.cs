using TrmLab.Core.Charting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>Something that happened at a place of the horizontal axis.</summary>
/// <param name="Id">The chart it belongs to; empty for all.</param>
/// <param name="Kind"><c>evaluation</c>, <c>checkpoint</c>, <c>seam</c> or <c>nonfinite</c>.</param>
/// <param name="X">Where.</param>
/// <param name="Text">What, for the reader who points at it.</param>
public sealed record ChartMarker(string Id, string Kind, double X, string Text)
{
    internal const int MostPerKind = 500;

    internal static IEnumerable<ChartMarker> OfEvents(LabDb db, int runId, Func<long, double> x)
    {
        var evaluations = db.Evaluations.Where(e => e.RunId == runId).GroupBy(e => e.Step).Select(g => new { g.Key, Puzzles = g.Max(e => e.Puzzles) }).OrderByDescending(e => e.Key).Take(MostPerKind).ToArray();
        foreach (var e in evaluations) yield return new ChartMarker("", "evaluation", x(e.Key), $"step {e.Key}: evaluated on {e.Puzzles} puzzles");
        foreach (var c in db.Checkpoints.Where(c => c.RunId == runId).OrderByDescending(c => c.Step).Take(MostPerKind).ToArray())
        {
            yield return new ChartMarker("", "checkpoint", x(c.Step), $"step {c.Step}: checkpoint ({c.Kind.Replace(",", ", ", StringComparison.Ordinal)})");
        }

        foreach (var s in db.Events.Where(e => e.RunId == runId && e.Kind == "resumed").OrderByDescending(e => e.EndOffset).Take(MostPerKind).ToArray())
        {
            yield return new ChartMarker("", "seam", x(s.Step), $"step {s.Step}: resumed {DateTimeOffset.FromUnixTimeMilliseconds(s.Time):u}");
        }
    }

    /// <summary>The first value of a bucket that is no number; it says how many follow it there.</summary>
    internal static ChartMarker OfNonFinite(ChartSpec chart, TraceSpec trace, SeriesBucket bucket, Func<long, double> x)
    {
        var (step, value) = ((long)bucket.FirstNonFinite.X, bucket.FirstNonFinite.Y);
        var word = double.IsNaN(value) ? "NaN" : value > 0 ? "+infinity" : "-infinity";
        var more = bucket.NonFinite > 1 ? $", and {bucket.NonFinite - 1} more close behind" : "";
        return new ChartMarker(chart.ElementId, "nonfinite", x(step), $"step {step}: {trace.Label} is {word}{more}");
    }
}
