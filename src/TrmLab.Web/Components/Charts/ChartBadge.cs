using System.Globalization;

namespace TrmLab.Web.Components.Charts;

/// <summary>Says how many points a chart shows, and how they were reduced if they were.</summary>
internal static class ChartBadge
{
    public static string Of(IReadOnlyList<StepBuckets> curves, bool zoomed)
    {
        var points = curves.Sum(c => c.Points);
        var nonFinite = curves.Sum(c => c.NonFinite.Count);
        var text = points == 1 ? "1 point" : string.Create(CultureInfo.InvariantCulture, $"{points:#,0} points");
        if (zoomed) text += " near this view";
        if (curves.Where(c => c.Width > 1).ToArray() is { Length: > 0 } reduced)
        {
            text += string.Create(CultureInfo.InvariantCulture, $", min/max of {reduced.Max(c => c.Buckets.Count):#,0} buckets");
        }

        return nonFinite > 0 ? $"{text}, {nonFinite} not finite" : text;
    }
}
