using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>When steps were logged, to draw against time.</summary>
internal sealed class StepClock
{
    private readonly List<long> _steps = [];
    private readonly List<(long Time, long Elapsed)> _times = [];

    /// <summary>Reads what is new of a run.</summary>
    public void CatchUp(LabDb db, int runId)
    {
        foreach (var (step, time, elapsed) in PointReader.Steps(db, runId, _steps.Count > 0 ? _steps[^1] : -1))
        {
            _steps.Add(step);
            _times.Add((time, elapsed));
        }
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _steps.Clear();
        _times.Clear();
    }

    /// <summary>Unix milliseconds at which a step was logged.</summary>
    public double WallOf(long step) => At(step).Time;

    /// <summary>Minutes trained up to a step.</summary>
    public double MinutesOf(long step) => At(step).Elapsed / 60_000.0;

    private (long Time, long Elapsed) At(long step)
    {
        if (_steps.Count == 0) return default;
        var i = _steps.BinarySearch(step);
        return _times[Math.Clamp(i >= 0 ? i : ~i - 1, 0, _times.Count - 1)];
    }
}
