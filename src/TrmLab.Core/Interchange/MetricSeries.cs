namespace TrmLab.Core.Interchange;

/// <summary>All points of one metric of one run, in order of steps: the form between run logs, imports, exports and charts.</summary>
public sealed class MetricSeries
{
    /// <summary>Seconds that no clock reaches; what is beyond is damage.</summary>
    internal const double LatestTime = 1e12;

    private readonly long[] _steps;
    private readonly double[] _values;
    private readonly double[] _times;

    /// <param name="name">Such as <c>train/lm_loss</c>.</param>
    /// <param name="steps">Strictly rising.</param>
    /// <param name="values">One per step; NaN and infinities are values like others.</param>
    /// <param name="times">One per step: Unix time in seconds, NaN where it is unknown; null if it is nowhere known.</param>
    /// <exception cref="ArgumentException">Lengths differ, or the steps do not rise, the name is empty, or a time is infinite.</exception>
    public MetricSeries(string name, long[] steps, double[] values, double[]? times = null)
    {
        if (times is null)
        {
            times = new double[steps.Length];
            Array.Fill(times, double.NaN);
        }

        if (values.Length != steps.Length || times.Length != steps.Length) throw new ArgumentException("As many values and times as steps are expected.", nameof(values));
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (times.Any(t => Math.Abs(t) > LatestTime)) throw new ArgumentException("Times are Unix seconds, or NaN.", nameof(times));
        for (var i = 1; i < steps.Length; i++)
        {
            if (steps[i] <= steps[i - 1]) throw new ArgumentException($"Steps must rise; {steps[i - 1]} is followed by {steps[i]}.", nameof(steps));
        }

        Name = name;
        _steps = steps;
        _values = values;
        _times = times;
    }

    public string Name { get; }

    /// <summary>Number of points.</summary>
    public int Count => _steps.Length;

    /// <summary>Strictly rising.</summary>
    public ReadOnlySpan<long> Steps => _steps;

    public ReadOnlySpan<double> Values => _values;

    /// <summary>Unix time in seconds; NaN where unknown.</summary>
    public ReadOnlySpan<double> Times => _times;

    /// <summary>The same points under another name.</summary>
    public MetricSeries Renamed(string name) => new(name, _steps, _values, _times);

    public override string ToString() => $"{Name}: {Count} points";
}
