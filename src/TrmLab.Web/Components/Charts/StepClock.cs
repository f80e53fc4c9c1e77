using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>When steps were logged, to draw against time. Both times never fall from one step to the next.</summary>
internal sealed class StepClock
{
    private readonly List<long> _steps = [];
    private readonly List<double> _wall = [];
    private readonly List<double> _minutes = [];

    /// <summary>Reads what is new of a run.</summary>
    public void CatchUp(LabDb db, int runId)
    {
        foreach (var (step, time, elapsed) in PointReader.Steps(db, runId, _steps.Count > 0 ? _steps[^1] : -1))
        {
            _steps.Add(step);
            // Charts draw milliseconds as UTC; the other times on the pages are those of the server's place.
            _wall.Add(time + TimeZoneInfo.Local.GetUtcOffset(DateTimeOffset.FromUnixTimeMilliseconds(time)).TotalMilliseconds);
            _minutes.Add(elapsed / 60_000.0);
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _steps.Clear();
        _wall.Clear();
        _minutes.Clear();
    }

    /// <summary>Local milliseconds at which a step was logged.</summary>
    public double WallOf(long step) => At(_wall, step);

    /// <summary>Minutes trained up to a step.</summary>
    public double MinutesOf(long step) => At(_minutes, step);

    /// <summary>The first step logged at or behind a time of the axis.</summary>
    public long StepAt(ChartAxis axis, double time)
    {
        var times = axis == ChartAxis.Wall ? _wall : _minutes;
        if (times.Count == 0) return 0;
        var i = times.BinarySearch(time);
        return _steps[Math.Clamp(i >= 0 ? i : ~i, 0, _steps.Count - 1)];
    }

    private double At(List<double> times, long step)
    {
        if (_steps.Count == 0) return 0;
        var i = _steps.BinarySearch(step);
        return times[Math.Clamp(i >= 0 ? i : ~i - 1, 0, times.Count - 1)];
    }
}
