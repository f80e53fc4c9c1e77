using TrmLab.Core.Interchange;

namespace TrmLab.Core.Charting;

/// <summary>
/// Mean and spread over runs at every step that any of them logged, from all their points. How many runs stand behind a step may change along
/// the curve, so <see cref="Counts"/> belongs to it.
/// </summary>
public sealed class GroupCurve
{
    private GroupCurve(int capacity)
    {
        Steps = new long[capacity];
        Counts = new int[capacity];
        Mean = new double[capacity];
        StandardDeviation = new double[capacity];
        Minimum = new double[capacity];
        Maximum = new double[capacity];
    }

    /// <summary>Strictly rising.</summary>
    public long[] Steps { get; private init; }

    /// <summary>Runs with a finite value at the step.</summary>
    public int[] Counts { get; private init; }

    /// <summary>NaN where no run has a finite value.</summary>
    public double[] Mean { get; private init; }

    /// <summary>With divisor N - 1; NaN where N is below 2.</summary>
    public double[] StandardDeviation { get; private init; }

    public double[] Minimum { get; private init; }

    public double[] Maximum { get; private init; }

    /// <summary>NaN and infinite values, which are in no mean.</summary>
    public long NonFinite { get; private set; }

    /// <summary>Runs in the group.</summary>
    public int Runs { get; private set; }

    /// <summary>Statistics over one metric of several runs.</summary>
    public static GroupCurve Over(IReadOnlyList<MetricSeries> runs)
    {
        var curve = new GroupCurve(0);
        foreach (var run in runs) curve = curve.With(run);
        for (var i = 0; i < curve.Steps.Length; i++)
        {
            var count = curve.Counts[i];
            curve.StandardDeviation[i] = count < 2 ? double.NaN : Math.Sqrt(curve.StandardDeviation[i] / (count - 1));
        }

        return curve;
    }

    // While runs are added, StandardDeviation holds the sum of squared deviations (Welford).
    private GroupCurve With(MetricSeries run)
    {
        var steps = run.Steps;
        var size = UnionSize(steps);
        var same = size == Steps.Length;
        var merged = same ? this : new GroupCurve(size);
        int at = 0, next = 0;
        for (var i = 0; i < size; i++)
        {
            var mine = at < Steps.Length && (next == steps.Length || Steps[at] <= steps[next]);
            var step = mine ? Steps[at] : steps[next];
            if (!same) merged.Copy(i, mine ? this : null, at, step);
            if (mine) at++;
            if (next < steps.Length && steps[next] == step) merged.Update(i, run.Values[next++]);
        }

        merged.NonFinite += same ? 0 : NonFinite;
        merged.Runs = Runs + 1;
        return merged;
    }

    private int UnionSize(ReadOnlySpan<long> steps)
    {
        int at = 0, next = 0, size = 0;
        for (; at < Steps.Length && next < steps.Length; size++)
        {
            var (a, b) = (Steps[at], steps[next]);
            if (a <= b) at++;
            if (b <= a) next++;
        }

        return size + Steps.Length - at + steps.Length - next;
    }

    private void Copy(int to, GroupCurve? source, int from, long step)
    {
        Steps[to] = step;
        Counts[to] = source?.Counts[from] ?? 0;
        Mean[to] = source?.Mean[from] ?? double.NaN;
        StandardDeviation[to] = source?.StandardDeviation[from] ?? 0;
        Minimum[to] = source?.Minimum[from] ?? double.NaN;
        Maximum[to] = source?.Maximum[from] ?? double.NaN;
    }

    private void Update(int at, double value)
    {
        if (!double.IsFinite(value))
        {
            NonFinite++;
            return;
        }

        if (++Counts[at] == 1)
        {
            Mean[at] = Minimum[at] = Maximum[at] = value;
            return;
        }

        var off = value - Mean[at];
        Mean[at] += off / Counts[at];
        StandardDeviation[at] += off * (value - Mean[at]);
        Minimum[at] = Math.Min(Minimum[at], value);
        Maximum[at] = Math.Max(Maximum[at], value);
    }
}
