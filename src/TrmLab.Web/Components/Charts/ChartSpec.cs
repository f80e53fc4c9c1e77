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

/// <summary>One curve.</summary>
/// <param name="Metric">The metric drawn.</param>
/// <param name="Label">Its name in the legend.</param>
/// <param name="Role">How it is drawn.</param>
public sealed record TraceSpec(string Metric, string Label, TraceRole Role);

/// <summary>One chart: all curves of the same quantity.</summary>
/// <param name="Key">The quantity's name, such as <c>exact_accuracy</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Hint">What the quantity is.</param>
/// <param name="Traces">Curves, training first.</param>
/// <param name="IsShare">Between 0 and 1.</param>
public sealed record ChartSpec(string Key, string Title, string Hint, IReadOnlyList<TraceSpec> Traces, bool IsShare)
{
    /// <summary>Id of the chart's element.</summary>
    public string ElementId => "chart-" + Key;
}
