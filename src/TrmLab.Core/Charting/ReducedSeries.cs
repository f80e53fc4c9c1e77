namespace TrmLab.Core.Charting;

/// <summary>
/// One metric of one run as a chart shows it, taken in point by point: the buckets of its values and those of the smoothed line, which is
/// computed from every point before any reduction.
/// </summary>
public sealed class ReducedSeries
{
    private readonly StepGapCounter _gaps = new();
    private readonly double _from;
    private readonly double _to;
    private readonly bool _keepValues;
    private readonly List<double> _values = [];
    private ExponentialSmoothing _average;

    /// <param name="capacity">Most buckets of either curve.</param>
    /// <param name="smoothing">Weight of the past per point, at least 0 and below 1; 0 makes no smoothed line.</param>
    /// <param name="from">Points of earlier steps are smoothed in but not shown.</param>
    /// <param name="to">Points of later steps are not shown.</param>
    /// <param name="keepValues">Keeps every finite value, which a range without outliers needs.</param>
    public ReducedSeries(int capacity, double smoothing = 0, double from = double.NegativeInfinity, double to = double.PositiveInfinity, bool keepValues = false)
    {
        (_from, _to, _keepValues) = (from, to, keepValues);
        Raw = new SeriesBuckets(capacity);
        if (smoothing <= 0) return;
        _average = new ExponentialSmoothing(smoothing);
        Smooth = new SeriesBuckets(capacity);
    }

    /// <summary>The values.</summary>
    public SeriesBuckets Raw { get; }

    /// <summary>The smoothed line; null without smoothing.</summary>
    public SeriesBuckets? Smooth { get; }

    /// <summary>Every finite value shown, in order, if they are kept; else empty.</summary>
    public IReadOnlyList<double> Values => _values;

    /// <summary>Copies <see cref="Values"/>.</summary>
    public void CopyValues(double[] target, int at) => _values.CopyTo(target, at);

    /// <summary>Rhythm of the points shown.</summary>
    public StepGaps Gaps => _gaps.Gaps;

    /// <summary>Whether every finite point is in the curve.</summary>
    public bool IsComplete => Raw.Buckets.All(b => b.Count <= 1);

    /// <summary>Takes in a point.</summary>
    /// <param name="step">Later than all before.</param>
    /// <param name="value">Any, also NaN.</param>
    public void Add(long step, double value)
    {
        var smoothed = Smooth is null ? 0 : _average.Next(value);
        if (step < _from || step > _to) return;
        _gaps.Add(step);
        Raw.Add(step, value);
        Smooth?.Add(step, smoothed);
        if (_keepValues && double.IsFinite(value)) _values.Add(value);
    }
}
