using TrmLab.Core.Charting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>New end of a drawn curve: keep its first <paramref name="Keep"/> points, put these behind.</summary>
public readonly record struct TracePatch(int Keep, IReadOnlyList<(double X, double Y)> Points);

/// <summary>One curve of a chart and its smoothed line, and what a browser has of both.</summary>
internal sealed class LiveTrace
{
    private readonly SentCurve _raw;
    private readonly SentCurve? _smooth;

    /// <param name="series">Takes the points in.</param>
    public LiveTrace(ReducedSeries series)
    {
        Series = series;
        _raw = new SentCurve(series.Raw);
        _smooth = series.Smooth is { } smooth ? new SentCurve(smooth) : null;
    }

    /// <summary>All points so far, reduced.</summary>
    public ReducedSeries Series { get; }

    /// <summary>Nothing is drawn in the browser.</summary>
    public void Forget()
    {
        _raw.Forget();
        _smooth?.Forget();
    }

    /// <summary>Takes points in.</summary>
    public void Add(IEnumerable<MetricPoint> points)
    {
        foreach (var point in points) Series.Add(point.Step, point.Value);
    }

    /// <summary>What the browser lacks: of the curve itself and of the smoothed one; null if nothing.</summary>
    /// <param name="x">The place of a step on the axis.</param>
    public (TracePatch Curve, TracePatch? Smooth)? Next(Func<long, double> x) =>
        _raw.Next(x) is { } curve ? (curve, _smooth?.Next(x)) : null;
}
