using TrmLab.Core.Charting;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// One line as a browser has it. Only its last bucket can change while points arrive, so a tick sends that and what came after, never the
/// whole line; a doubled bucket width sends all of it once.
/// </summary>
internal sealed class SentCurve(SeriesBuckets buckets)
{
    private readonly List<ChartPoint> _points = [];
    private double _width;
    private long _sent = -1;
    private int _lastBucket;
    private int _stable;

    /// <summary>Nothing is drawn in the browser.</summary>
    public void Forget()
    {
        _sent = -1;
        _lastBucket = 0;
        _stable = 0;
    }

    /// <summary>What the browser lacks; null if nothing.</summary>
    public TracePatch? Next(Func<long, double> x)
    {
        if (_sent == buckets.Count) return null;
        if (_sent >= 0 && _width != buckets.Width) Forget();
        var keep = _stable;
        _points.Clear();
        for (var i = _lastBucket; i < buckets.Buckets.Count; i++)
        {
            if (i == buckets.Buckets.Count - 1) _stable = keep + _points.Count;
            buckets.AddPointsOf(i, _points);
        }

        _sent = buckets.Count;
        _width = buckets.Width;
        _lastBucket = Math.Max(0, buckets.Buckets.Count - 1);
        return new TracePatch(keep, [.. _points.Select(p => (x((long)p.X), p.Y))]);
    }
}
