namespace TrmLab.Core.Charting;

/// <summary>
/// Reduces a curve to a bounded number of buckets of equal width, keeping the smallest and the largest point of each and the curve's first and
/// last. The width is the finest one times the smallest power of two that suffices, and buckets begin at its multiples: the result depends on
/// the points only, not on whether they came at once or one by one, and does not flicker while a chart is moved. Not thread-safe.
/// </summary>
/// <param name="capacity">Most buckets held, at least 2.</param>
/// <param name="finest">Width to start from, such as 1 step.</param>
public sealed class SeriesBuckets(int capacity, double finest = 1)
{
    private readonly int _capacity = capacity >= 2 ? capacity : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, "At least 2 buckets.");
    private readonly List<SeriesBucket> _buckets = [];
    private double _latest = double.NegativeInfinity;

    /// <summary>Width of a bucket on the axis.</summary>
    public double Width { get; private set; } = finest > 0 && double.IsFinite(finest) ? finest : throw new ArgumentOutOfRangeException(nameof(finest), finest, "A positive width is expected.");

    /// <summary>In order of the axis; empty stretches have none.</summary>
    public IReadOnlyList<SeriesBucket> Buckets => _buckets;

    /// <summary>Finite points taken in.</summary>
    public long Count { get; private set; }

    /// <summary>Points that are NaN or infinite; in their buckets, but not in the curve.</summary>
    public long NonFinite { get; private set; }

    /// <summary>Points whose position is unknown (NaN), which are left out.</summary>
    public long Unplaced { get; private set; }

    /// <summary>The first finite point.</summary>
    public ChartPoint? First { get; private set; }

    /// <summary>The last finite point.</summary>
    public ChartPoint? Last { get; private set; }

    /// <summary>Buckets of whole arrays.</summary>
    /// <param name="x">Positions, not falling; NaN is left out.</param>
    /// <param name="y">As many values.</param>
    /// <param name="capacity">Most buckets.</param>
    /// <param name="finest">Width to start from.</param>
    /// <param name="from">Positions before it are left out.</param>
    /// <param name="to">Positions after it are left out.</param>
    public static SeriesBuckets Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int capacity, double finest = 1, double from = double.NegativeInfinity, double to = double.PositiveInfinity)
    {
        if (x.Length != y.Length) throw new ArgumentException("As many values as positions are expected.", nameof(y));
        var buckets = new SeriesBuckets(capacity, finest);
        for (var i = 0; i < x.Length; i++)
        {
            if (!(x[i] < from || x[i] > to)) buckets.Add(x[i], y[i]);
        }

        return buckets;
    }

    /// <summary>Takes in a point at or behind the last one.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="x"/> is before the last point, or infinite.</exception>
    public void Add(double x, double y)
    {
        if (double.IsNaN(x))
        {
            Unplaced++;
            return;
        }

        if (x < _latest || double.IsInfinity(x)) throw new ArgumentOutOfRangeException(nameof(x), x, "Positions must be finite and may not fall.");
        _latest = x;
        var point = new ChartPoint(x, y);
        if (double.IsFinite(y))
        {
            Count++;
            First ??= point;
            Last = point;
        }
        else
        {
            NonFinite++;
        }

        Append(SeriesBucket.Of(Math.Floor(x / Width), point));
        while (_buckets.Count > _capacity) Widen();
    }

    /// <summary>The reduced curve: points as they were logged, at most two per bucket and the first and last. Means are in the buckets.</summary>
    public List<ChartPoint> Curve()
    {
        var curve = new List<ChartPoint>(2 * _buckets.Count + 2);
        for (var i = 0; i < _buckets.Count; i++) AddPointsOf(i, curve);
        return curve;
    }

    /// <summary>Adds what one bucket contributes to <see cref="Curve"/>.</summary>
    public void AddPointsOf(int bucket, List<ChartPoint> curve)
    {
        var b = _buckets[bucket];
        if (b.Count == 0) return;
        var begin = curve.Count;
        if (First is { } first && IndexOf(first) == b.Index) curve.Add(first);
        var (earlier, later) = b.Least.X <= b.Most.X ? (b.Least, b.Most) : (b.Most, b.Least);
        Follow(curve, begin, earlier);
        Follow(curve, begin, later);
        if (Last is { } last && IndexOf(last) == b.Index) Follow(curve, begin, last);
    }

    private static void Follow(List<ChartPoint> curve, int begin, ChartPoint point)
    {
        if (curve.Count == begin || curve[^1] != point) curve.Add(point);
    }

    private double IndexOf(ChartPoint point) => Math.Floor(point.X / Width);

    private void Append(SeriesBucket next)
    {
        if (_buckets.Count > 0 && _buckets[^1].Index == next.Index) _buckets[^1] = _buckets[^1].With(next);
        else _buckets.Add(next);
    }

    private void Widen()
    {
        Width *= 2;
        SeriesBucket[] narrow = [.. _buckets];
        _buckets.Clear();
        foreach (var bucket in narrow) Append(bucket with { Index = Math.Floor(bucket.Index / 2) });
    }
}
