using System.Diagnostics;

namespace TrmLab.Trainer.Measurement;

/// <summary>Repeated timings of one piece of work, in ms.</summary>
internal sealed class Samples
{
    private readonly double[] _sorted;

    private Samples(IEnumerable<double> times) => _sorted = [.. times.Order()];

    public int Count => _sorted.Length;

    public double Median => _sorted[_sorted.Length / 2];

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    /// <summary>Of timings that were taken elsewhere; at least one.</summary>
    public static Samples Of(IEnumerable<double> times) => new(times);

    /// <summary>Times the work after one run that is not counted.</summary>
    public static Samples Time(int repeats, Action work)
    {
        work();
        return new Samples(Enumerable.Range(0, repeats).Select(_ => Once(work)).ToList());
    }

    private static double Once(Action work)
    {
        var start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
