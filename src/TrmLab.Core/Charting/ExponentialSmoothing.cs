namespace TrmLab.Core.Charting;

/// <summary>
/// Exponential moving average without the pull of its start, point by point: s = w s + (1 - w) v from s = 0, divided by 1 - w^n after n
/// finite values.
/// </summary>
public struct ExponentialSmoothing
{
    private readonly double _weight;
    private double _sum;
    private double _remaining = 1;

    /// <param name="weight">w, at least 0 (no smoothing) and below 1.</param>
    public ExponentialSmoothing(double weight)
    {
        if (weight is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight of at least 0 and below 1 is expected.");
        _weight = weight;
    }

    /// <summary>The average behind one more value; NaN and infinities are returned as they are and change nothing.</summary>
    public double Next(double value)
    {
        if (!double.IsFinite(value)) return value;
        _sum = _weight * _sum + (1 - _weight) * value;
        _remaining *= _weight;
        return _sum / (1 - _remaining);
    }
}
