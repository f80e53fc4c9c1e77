using System.Diagnostics;

namespace TrmLab.Trainer.Training;

/// <summary>
/// What this process takes of the machine, at most once a second: <c>perf/memory_mb</c> (resident, with libtorch's own memory) and
/// <c>perf/cpu_percent</c> (100 is one core wholly busy), and what the GPU's meter adds.
/// </summary>
/// <param name="gpu">Null on a CPU.</param>
internal sealed class ProcessMeter(GpuMeter? gpu)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private long _last = Stopwatch.GetTimestamp();
    private TimeSpan _busy = Environment.CpuUsage.TotalTime;

    /// <summary>Adds the figures if a second has passed since the last ones.</summary>
    public void AddTo(Dictionary<string, double> values)
    {
        var passed = Stopwatch.GetElapsedTime(_last);
        if (passed < Pace) return;
        var busy = Environment.CpuUsage.TotalTime;
        values["perf/memory_mb"] = Environment.WorkingSet / 1e6;
        values["perf/cpu_percent"] = (busy - _busy) / passed * 100;
        gpu?.AddTo(values);
        _last = Stopwatch.GetTimestamp();
        _busy = busy;
    }
}
