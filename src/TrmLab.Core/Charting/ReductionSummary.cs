using System.Globalization;

namespace TrmLab.Core.Charting;

/// <summary>Says what a chart shows of its points: how many there are, how they were reduced, and what is not in the curves.</summary>
public static class ReductionSummary
{
    /// <summary>Such as <c>65,104 points, min/max of 1,000 buckets, 0 missing</c>.</summary>
    /// <param name="curves">All curves of the chart.</param>
    /// <param name="near">Only points near the view were asked for.</param>
    public static string Of(IReadOnlyCollection<ReducedSeries> curves, bool near = false)
    {
        var points = curves.Sum(c => c.Raw.Count);
        var text = points == 1 ? "1 point" : Count(points) + " points";
        if (near) text += " near this view";
        var reduced = curves.Where(c => !c.IsComplete).ToArray();
        text += reduced.Length == 0 ? ", all drawn" : $", min/max of {Count(reduced.Max(c => c.Raw.Buckets.Count))} buckets";
        var missing = curves.Sum(c => c.Gaps.Missing);
        // Not every metric is defined at every step, so a gap is no proof of a loss.
        text += missing == 0 ? ", 0 missing" : $", {Count(missing)} steps without a value";
        var nonFinite = curves.Sum(c => c.Raw.NonFinite);
        return nonFinite > 0 ? $"{text}, {Count(nonFinite)} NaN or infinite" : text;
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
