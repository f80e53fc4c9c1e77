using System.Runtime.InteropServices;

namespace TrmLab.Core.Charting;

/// <summary>How often a metric was logged, and how many points are missing from that rhythm.</summary>
/// <param name="Stride">The most frequent distance between points, in steps; 0 with fewer than two points.</param>
/// <param name="Missing">Points that stand out in larger gaps.</param>
public readonly record struct StepGaps(long Stride, long Missing)
{
    /// <param name="steps">Strictly rising.</param>
    public static StepGaps Of(ReadOnlySpan<long> steps)
    {
        if (steps.Length < 2) return default;
        var counts = new Dictionary<long, int>();
        for (var i = 1; i < steps.Length; i++) CollectionsMarshal.GetValueRefOrAddDefault(counts, steps[i] - steps[i - 1], out _)++;
        var (stride, best) = (0L, 0);
        foreach (var (distance, count) in counts)
        {
            if (count > best || (count == best && distance < stride)) (stride, best) = (distance, count);
        }

        long missing = 0;
        foreach (var (distance, count) in counts)
        {
            if (distance > stride) missing += (distance / stride - (distance % stride == 0 ? 1 : 0)) * count;
        }

        return new StepGaps(stride, missing);
    }
}
