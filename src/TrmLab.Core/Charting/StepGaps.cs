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
        var counter = new StepGapCounter();
        foreach (var step in steps) counter.Add(step);
        return counter.Gaps;
    }
}

/// <summary>Counts the distances between steps as they come.</summary>
public sealed class StepGapCounter
{
    private readonly Dictionary<long, int> _counts = [];
    private long? _last;

    /// <summary>The rhythm so far.</summary>
    public StepGaps Gaps
    {
        get
        {
            var (stride, best) = (0L, 0);
            foreach (var (distance, count) in _counts)
            {
                if (count > best || (count == best && distance < stride)) (stride, best) = (distance, count);
            }

            long missing = 0;
            foreach (var (distance, count) in _counts)
            {
                if (distance > stride) missing += (distance / stride - (distance % stride == 0 ? 1 : 0)) * count;
            }

            return new StepGaps(stride, missing);
        }
    }

    /// <param name="step">Later than all before.</param>
    public void Add(long step)
    {
        if (_last is { } last) CollectionsMarshal.GetValueRefOrAddDefault(_counts, step - last, out _)++;
        _last = step;
    }
}
