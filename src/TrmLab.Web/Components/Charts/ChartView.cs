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
    /// <summary>The weight for one curve: an evaluation is a mean over all test puzzles already.</summary>
    public double SmoothingOf(TraceSpec trace) => trace.Role == TraceRole.Train ? Smoothing : 0;

    /// <summary>Reads the parts of an address; what is absent or wrong takes its default.</summary>
    public static ChartView Parse(string? axis, string? log, string? smoothing) => new(
        Enum.TryParse<ChartAxis>(axis, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : ChartAxis.Step,
        log == "1",
        double.TryParse(smoothing, out var weight) && weight is >= 0 and < 1 ? weight : 0);
}
