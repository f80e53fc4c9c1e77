using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>New end of a drawn curve: keep its first <paramref name="Keep"/> points, put these behind.</summary>
public readonly record struct TracePatch(int Keep, IReadOnlyList<(double X, double Y)> Points);

/// <summary>
/// One curve as a browser has it. Only its last bucket can change while points arrive, so a tick sends that and what came after, never
/// the whole curve; a doubled bucket width sends all of it once.
/// </summary>
internal sealed class LiveTrace(TraceSpec spec)
{
    /// <summary>Buckets of one curve: at most twice as many points are drawn.</summary>
    public const int MostBuckets = 1000;

    private long _sentWidth;
    private long _sentPoints = -1;
    private int _sentBuckets;
    private int _stable;
    private Smoothing _smoothing;

    /// <summary>What is drawn.</summary>
    public TraceSpec Spec => spec;

    /// <summary>All points so far, reduced.</summary>
    public StepBuckets Buckets { get; } = new(MostBuckets);

    /// <summary>Nothing is drawn in the browser.</summary>
    public void Forget()
    {
        _sentPoints = -1;
        _sentBuckets = 0;
        _stable = 0;
    }

    /// <summary>Takes points in.</summary>
    public void Add(IEnumerable<MetricPoint> points)
    {
        foreach (var point in points) Buckets.Add(point);
    }

    /// <summary>What the browser lacks: of the curve itself and of the smoothed one; null if nothing.</summary>
    public (TracePatch Curve, TracePatch? Smooth)? Next(Func<long, double> x, double smoothing)
    {
        if (_sentPoints == Buckets.Points) return null;
        if (_sentPoints < 0 || _sentWidth != Buckets.Width)
        {
            Forget();
            _smoothing = new Smoothing(smoothing);
        }

        var first = Math.Max(0, _sentBuckets - 1);
        var keep = _stable;
        var curve = new List<(double, double)>();
        var smooth = new List<(double, double)>();
        for (var i = first; i < Buckets.Buckets.Count; i++)
        {
            var bucket = Buckets.Buckets[i];
            var isLast = i == Buckets.Buckets.Count - 1;
            if (isLast) _stable = keep + curve.Count;
            var (a, b) = bucket.Least.Step <= bucket.Most.Step ? (bucket.Least, bucket.Most) : (bucket.Most, bucket.Least);
            curve.Add((x(a.Step), a.Value));
            if (b.Step != a.Step) curve.Add((x(b.Step), b.Value));
            if (smoothing <= 0) continue;
            // The last bucket may still grow: it is tried on a copy.
            var ahead = _smoothing;
            smooth.Add((x(bucket.LastStep), ahead.Next(bucket)));
            if (!isLast) _smoothing = ahead;
        }

        _sentPoints = Buckets.Points;
        _sentWidth = Buckets.Width;
        _sentBuckets = Buckets.Buckets.Count;
        return (new TracePatch(keep, curve), smoothing > 0 ? new TracePatch(first, smooth) : null);
    }
}
