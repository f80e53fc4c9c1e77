using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>What remains of the points of one stretch of steps: how many, their mean, and the smallest and the largest as they were.</summary>
public readonly record struct Bucket(long Index, long Count, double Sum, MetricPoint Least, MetricPoint Most, long LastStep)
{
    /// <summary>Mean of the values.</summary>
    public double Mean => Sum / Count;

    /// <summary>The bucket of a single point.</summary>
    public static Bucket Of(long index, MetricPoint p) => new(index, 1, p.Value, p, p, p.Step);

    /// <summary>Both together; <paramref name="later"/> holds later steps.</summary>
    public Bucket With(Bucket later) => this with
    {
        Count = Count + later.Count,
        Sum = Sum + later.Sum,
        Least = later.Least.Value < Least.Value ? later.Least : Least,
        Most = later.Most.Value > Most.Value ? later.Most : Most,
        LastStep = later.LastStep,
    };
}

/// <summary>
/// Reduces points to at most <see cref="Capacity"/> buckets of equal width in steps, keeping the least and the largest of each. The
/// width is the smallest power of two that suffices, and buckets begin at its multiples: the result depends only on the points, not on
/// how they arrived, so a live chart and a reloaded one are the same.
/// </summary>
public sealed class StepBuckets(int capacity)
{
    private readonly List<Bucket> _buckets = [];

    /// <summary>Most buckets held.</summary>
    public int Capacity => capacity;

    /// <summary>Steps per bucket.</summary>
    public long Width { get; private set; } = 1;

    /// <summary>Finite points taken in.</summary>
    public long Points { get; private set; }

    /// <summary>Steps whose value is NaN or infinite, with that value; they are in no bucket.</summary>
    public List<MetricPoint> NonFinite { get; } = [];

    /// <summary>Buckets in order of steps; only the last one changes when later points come, unless the width does.</summary>
    public IReadOnlyList<Bucket> Buckets => _buckets;

    /// <summary>Takes in a point later than all before.</summary>
    public void Add(MetricPoint p)
    {
        if (!double.IsFinite(p.Value))
        {
            NonFinite.Add(p);
            return;
        }

        Points++;
        Append(_buckets, Bucket.Of(p.Step / Width, p));
        while (_buckets.Count > capacity) Widen();
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _buckets.Clear();
        NonFinite.Clear();
        Width = 1;
        Points = 0;
    }

    private static void Append(List<Bucket> buckets, Bucket next)
    {
        if (buckets.Count > 0 && buckets[^1].Index == next.Index) buckets[^1] = buckets[^1].With(next);
        else buckets.Add(next);
    }

    private void Widen()
    {
        Width *= 2;
        var merged = new List<Bucket>(capacity + 1);
        foreach (var bucket in _buckets) Append(merged, bucket with { Index = bucket.Index / 2 });
        _buckets.Clear();
        _buckets.AddRange(merged);
    }
}
