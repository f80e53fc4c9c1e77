namespace TrmLab.Web.Components.Charts;

/// <summary>Which curve of a chart, and with it how it is drawn.</summary>
public enum TraceRole
{
    /// <summary>Training batches: thin.</summary>
    Train,

    /// <summary>Test puzzles, raw weights: dashed.</summary>
    Raw,

    /// <summary>Test puzzles, averaged weights: solid.</summary>
    Ema,
}

/// <summary>One curve: a metric of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Metric">The metric drawn.</param>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Role">How it is drawn.</param>
public sealed record TraceSpec(string Run, string Metric, string Label, TraceRole Role)
{
    /// <summary>Colour and dash; the role's where it is null.</summary>
    public RunColor? Color { get; init; }

    /// <summary>The points it draws.</summary>
    public CurveKey Key => new(Run, Metric);
}

/// <summary>Names the points of one metric of one run.</summary>
public readonly record struct CurveKey(string Run, string Metric);

/// <summary>One chart: all curves of the same quantity.</summary>
/// <param name="Key">The quantity's name, such as <c>exact_accuracy</c>; one chart of a page has it.</param>
/// <param name="Title">For people.</param>
/// <param name="Hint">What the quantity is.</param>
/// <param name="Traces">Curves, training first.</param>
/// <param name="IsShare">Between 0 and 1.</param>
public sealed record ChartSpec(string Key, string Title, string Hint, IReadOnlyList<TraceSpec> Traces, bool IsShare)
{
    /// <summary>Buckets of a curve that has its chart to itself.</summary>
    public const int MostBuckets = 1000;

    private const int MostBucketsOfAll = 6_000;
    private const int FewestBuckets = 100;

    /// <summary>Id of the chart's element.</summary>
    public string ElementId => "chart-" + Key;

    /// <summary>Curves of several runs: told apart by the run, not by the kind of curve.</summary>
    public bool IsOfManyRuns { get; } = Traces.Select(t => t.Run).Distinct().Skip(1).Any();

    /// <summary>Buckets of one curve: at most twice as many points are drawn, and a chart of many curves stays quick to move.</summary>
    public int BucketsPerCurve { get; } = Math.Clamp(MostBucketsOfAll / Math.Max(1, Traces.Count), FewestBuckets, MostBuckets);
}
