using TrmLab.Core.Charting;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// A chart's vertical range without outliers, and how many points are outside. Points that come later are counted at once; the range itself
/// is drawn anew when there are a good many more, so it does not tremble.
/// </summary>
internal sealed class ClippedRange
{
    private const double Growth = 1.05;
    private OutlierRange? _range;
    private long _rangeOf = -1;

    /// <summary>The range over all finite values of some curves; null without any.</summary>
    public OutlierRange? Of(IReadOnlyCollection<ReducedSeries> curves)
    {
        var count = curves.Sum(c => (long)c.Values.Count);
        if (_range is { } known && count >= _rangeOf && count <= _rangeOf * Growth) return known.CountedAnew(curves.Select(c => c.Values));
        var values = new double[count];
        var at = 0;
        foreach (var curve in curves)
        {
            curve.CopyValues(values, at);
            at += curve.Values.Count;
        }

        _rangeOf = count;
        return _range = OutlierRange.Of(values);
    }
}
