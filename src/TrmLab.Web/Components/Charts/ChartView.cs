using TrmLab.Core;

namespace TrmLab.Web.Components.Charts;

/// <summary>What the horizontal axis measures.</summary>
public enum ChartAxis
{
    /// <summary>Training steps.</summary>
    Step,

    /// <summary>Sequences seen: steps times batch size.</summary>
    Examples,

    /// <summary>Minutes trained, without the time between two trainers.</summary>
    Relative,

    /// <summary>Time of day.</summary>
    Wall,
}

/// <summary>How the reader wants the charts; part of the page's address.</summary>
/// <param name="Axis">Horizontal axis.</param>
/// <param name="LogScale">Logarithmic vertical axes.</param>
/// <param name="Smoothing">Weight of the past per point; 0 draws the points themselves.</param>
public sealed record ChartView(ChartAxis Axis, bool LogScale, double Smoothing)
{
    /// <summary>Vertical axes show what most points need; those outside are counted.</summary>
    public bool Clip { get; init; }

    /// <summary>Keys of charts that are not drawn, joined by commas.</summary>
    public string Hidden { get; init; } = "";

    /// <summary>Keys of charts that come first, joined by commas.</summary>
    public string Order { get; init; } = "";

    /// <summary>Reads the parts of an address; what is absent or wrong takes its default.</summary>
    public static ChartView Parse(string? axis, string? log, string? smoothing, string? clip = null) => new(
        Enum.TryParse<ChartAxis>(axis, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : ChartAxis.Step,
        log == "1",
        double.TryParse(smoothing, System.Globalization.CultureInfo.InvariantCulture, out var weight) && weight is >= 0 and < 1 ? weight : 0)
    {
        Clip = clip == "1",
    };

    /// <summary>Plotly's traces for one curve: its points and, with smoothing, its smoothed line.</summary>
    public int TracesPerCurve => Smoothing > 0 ? 2 : 1;

    /// <summary>The weight for one curve: an evaluation is a mean over all test puzzles already.</summary>
    public double SmoothingOf(TraceSpec trace) => trace.Role == TraceRole.Train ? Smoothing : 0;

    /// <summary>Which of these charts are drawn, in which order.</summary>
    public IReadOnlyList<ChartSpec> Arrange(IReadOnlyList<ChartSpec> charts)
    {
        if (Hidden.Length == 0 && Order.Length == 0) return charts;
        var hidden = CommaList.Read(Hidden).ToHashSet();
        var order = CommaList.Read(Order);
        return [.. charts.Where(c => !hidden.Contains(c.Key)).OrderBy(c => Array.IndexOf(order, c.Key) is >= 0 and var place ? place : int.MaxValue)];
    }

    /// <summary>The address's word for the charts of <see cref="Hidden"/> with one more or one less.</summary>
    public string? Toggled(string chart)
    {
        var hidden = CommaList.Read(Hidden);
        return Joined(hidden.Contains(chart) ? hidden.Where(c => c != chart) : [.. hidden, chart]);
    }

    /// <summary>The address's word for an order in which a chart stands one place earlier or later.</summary>
    /// <param name="drawn">The charts as they stand.</param>
    /// <param name="chart">The one to move.</param>
    /// <param name="by">-1 or 1.</param>
    public static string? Moved(IReadOnlyList<ChartSpec> drawn, string chart, int by)
    {
        var keys = drawn.Select(c => c.Key).ToList();
        var place = keys.IndexOf(chart);
        keys.RemoveAt(place);
        keys.Insert(Math.Clamp(place + by, 0, keys.Count), chart);
        return Joined(keys);
    }

    private static string? Joined(IEnumerable<string> words) => string.Join(',', words) is { Length: > 0 } text ? text : null;
}
