using TrmLab.Core.Interchange;

namespace TrmLab.Core.Charting;

/// <summary>What a chart's horizontal axis shows.</summary>
public enum SeriesAxis
{
    /// <summary>Training steps.</summary>
    Step,

    /// <summary>Training examples seen: steps times batch size.</summary>
    Examples,

    /// <summary>Seconds since the run began.</summary>
    RelativeTime,

    /// <summary>Unix time in seconds.</summary>
    WallTime,
}

/// <summary>Positions of a series' points on an axis.</summary>
public static class SeriesAxes
{
    /// <summary>Width that buckets start from: one step, or about a millisecond.</summary>
    public static double FinestWidth(SeriesAxis axis) => axis is SeriesAxis.Step or SeriesAxis.Examples ? 1 : 1.0 / 1024;

    /// <summary>
    /// One position per point, never falling: where a clock was set back, the latest time stands until it is passed. NaN where the time of a
    /// point is unknown.
    /// </summary>
    /// <param name="series">The points.</param>
    /// <param name="axis">What to show.</param>
    /// <param name="examplesPerStep">Batch size; only for <see cref="SeriesAxis.Examples"/>.</param>
    /// <param name="start">Unix time of the run's start; by default that of the first point. Only for <see cref="SeriesAxis.RelativeTime"/>.</param>
    public static double[] PositionsOf(MetricSeries series, SeriesAxis axis, double examplesPerStep = 1, double? start = null)
    {
        var positions = new double[series.Count];
        if (axis is SeriesAxis.Step or SeriesAxis.Examples)
        {
            var factor = axis == SeriesAxis.Step ? 1 : examplesPerStep;
            var steps = series.Steps;
            for (var i = 0; i < positions.Length; i++) positions[i] = steps[i] * factor;
            return positions;
        }

        var latest = double.NegativeInfinity;
        var zero = axis == SeriesAxis.WallTime ? 0 : start;
        var times = series.Times;
        for (var i = 0; i < positions.Length; i++)
        {
            if (!double.IsNaN(times[i])) latest = Math.Max(latest, times[i] - (zero ??= times[i]));
            positions[i] = double.IsNaN(times[i]) ? double.NaN : latest;
        }

        return positions;
    }
}
