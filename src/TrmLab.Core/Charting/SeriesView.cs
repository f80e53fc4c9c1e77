using System.Globalization;
using TrmLab.Core.Interchange;

namespace TrmLab.Core.Charting;

/// <summary>What to show of a series.</summary>
public sealed record SeriesViewOptions
{
    public SeriesAxis Axis { get; init; } = SeriesAxis.Step;

    /// <summary>Most buckets; a curve has at most two points per bucket and four more.</summary>
    public int Buckets { get; init; } = 1000;

    /// <summary>Start of the range on the axis; everything by default.</summary>
    public double From { get; init; } = double.NegativeInfinity;

    /// <summary>End of the range on the axis.</summary>
    public double To { get; init; } = double.PositiveInfinity;

    /// <summary>Batch size, for <see cref="SeriesAxis.Examples"/>.</summary>
    public double ExamplesPerStep { get; init; } = 1;

    /// <summary>Unix time of the run's start, for <see cref="SeriesAxis.RelativeTime"/>; that of the first point by default.</summary>
    public double? Start { get; init; }
}

/// <summary>A series as one chart shows it: reduced within a range, with what the reduction did.</summary>
public sealed record SeriesView
{
    private SeriesView()
    {
    }

    /// <summary>The curve; it begins and ends with the nearest points outside the range, so that lines reach the chart's edge.</summary>
    public required IReadOnlyList<ChartPoint> Curve { get; init; }

    /// <summary>Counts within the range, without those two.</summary>
    public required SeriesBuckets Buckets { get; init; }

    /// <summary>Rhythm of the points within the range.</summary>
    public required StepGaps Gaps { get; init; }

    /// <summary>Whether every finite point is in the curve.</summary>
    public bool Complete => Buckets.Buckets.All(b => b.Count <= 1);

    /// <summary>Such as <c>65,104 points, min/max of 1,000 buckets, 0 missing</c>.</summary>
    public string Summary
    {
        get
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Buckets.Count:N0} points");
            text += Complete ? ", all drawn" : string.Create(CultureInfo.InvariantCulture, $", min/max of {Buckets.Buckets.Count:N0} buckets");
            text += string.Create(CultureInfo.InvariantCulture, $", {Gaps.Missing:N0} missing");
            if (Buckets.NonFinite > 0) text += string.Create(CultureInfo.InvariantCulture, $", {Buckets.NonFinite:N0} NaN or infinite");
            if (Buckets.Unplaced > 0) text += string.Create(CultureInfo.InvariantCulture, $", {Buckets.Unplaced:N0} without a time");
            return text;
        }
    }

    /// <summary>The view of a series.</summary>
    public static SeriesView Of(MetricSeries series, SeriesViewOptions? options = null) => Of(series, series.Values, options);

    /// <summary>The view of values that were computed from a series, such as smoothed ones.</summary>
    /// <param name="series">Gives the steps and times.</param>
    /// <param name="values">One per point of the series.</param>
    /// <param name="options">What to show.</param>
    public static SeriesView Of(MetricSeries series, ReadOnlySpan<double> values, SeriesViewOptions? options = null)
    {
        options ??= new SeriesViewOptions();
        var x = SeriesAxes.PositionsOf(series, options.Axis, options.ExamplesPerStep, options.Start);
        var buckets = SeriesBuckets.Of(x, values, options.Buckets, SeriesAxes.FinestWidth(options.Axis), options.From, options.To);
        var curve = buckets.Curve();
        if (Outside(x, values, options.From) is { } before) curve.Insert(0, before);
        if (Behind(x, values, options.To) is { } after) curve.Add(after);
        return new SeriesView { Curve = curve, Buckets = buckets, Gaps = StepGaps.Of(StepsWithin(series, x, options)) };
    }

    private static ChartPoint? Outside(double[] x, ReadOnlySpan<double> y, double from)
    {
        ChartPoint? nearest = null;
        for (var i = 0; i < x.Length && !(x[i] >= from); i++)
        {
            if (x[i] < from && double.IsFinite(y[i])) nearest = new ChartPoint(x[i], y[i]);
        }

        return nearest;
    }

    private static ChartPoint? Behind(double[] x, ReadOnlySpan<double> y, double to)
    {
        ChartPoint? nearest = null;
        for (var i = x.Length - 1; i >= 0 && !(x[i] <= to); i--)
        {
            if (x[i] > to && double.IsFinite(y[i])) nearest = new ChartPoint(x[i], y[i]);
        }

        return nearest;
    }

    private static ReadOnlySpan<long> StepsWithin(MetricSeries series, double[] x, SeriesViewOptions options)
    {
        var start = 0;
        while (start < x.Length && !(x[start] >= options.From)) start++;
        var end = x.Length;
        while (end > start && !(x[end - 1] <= options.To)) end--;
        return series.Steps[start..end];
    }
}
