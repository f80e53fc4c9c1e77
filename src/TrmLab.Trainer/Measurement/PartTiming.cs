using TrmLab.Trainer.Native.Measurement;

namespace TrmLab.Trainer.Measurement;

/// <summary>How long one piece of the work around the training step takes.</summary>
/// <param name="Part">evaluation, data, checkpoint, trace or generator.</param>
/// <param name="Subject">What was measured, in words.</param>
/// <param name="Repeats">Timings, after one that is not counted.</param>
/// <param name="PerSecond">At the median, in <paramref name="Unit"/>.</param>
/// <param name="PageFaults">Minor page faults per repeat.</param>
/// <param name="PeakMemoryMb">Largest resident memory of the process so far.</param>
public sealed record PartTiming(
    string Part, string Subject, int Repeats, double MedianMs, double MinMs, double MaxMs, double PerSecond, string Unit, double PageFaults, double PeakMemoryMb)
{
    /// <summary>Times the work.</summary>
    /// <param name="amount">Units of work in one repeat.</param>
    internal static PartTiming Measure(string part, string subject, int repeats, double amount, string unit, Action work)
    {
        var before = ProcessCounters.Now();
        var times = Samples.Time(repeats, work);
        var after = ProcessCounters.Now();
        return new PartTiming(
            part, subject, repeats, times.Median, times.Min, times.Max, amount / times.Median * 1000, unit,
            (after.PageFaults - before.PageFaults) / (repeats + 1.0), after.PeakMemoryMb);
    }
}
