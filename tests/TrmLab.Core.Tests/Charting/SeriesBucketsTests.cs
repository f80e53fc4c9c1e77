using TrmLab.Core.Charting;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Tests.Charting;

public sealed class SeriesBucketsTests
{
    [Fact]
    public void Few_points_stay_as_they_are()
    {
        var buckets = SeriesBuckets.Of([1, 2, 3, 4], [5, 7, 6, 6], 10);
        Assert.Equal([new(1, 5), new(2, 7), new(3, 6), new(4, 6)], buckets.Curve());
        Assert.Equal(1, buckets.Width);
        Assert.Equal(4, buckets.Count);
    }

    [Fact]
    public void Extremes_the_first_and_the_last_point_are_kept()
    {
        var random = new SeededRandom(1);
        for (var trial = 0; trial < 300; trial++)
        {
            var (x, y) = Random(random, random.Next(1, 400));
            var capacity = random.Next(2, 40);
            var buckets = SeriesBuckets.Of(x, y, capacity);
            var curve = buckets.Curve();
            var finite = x.Zip(y, (a, b) => new ChartPoint(a, b)).Where(p => double.IsFinite(p.Y)).ToArray();
            Assert.InRange(buckets.Buckets.Count, 1, capacity);
            Assert.InRange(curve.Count, 0, 2 * capacity + 2);
            Assert.Equal(finite.Length, buckets.Count);
            Assert.Equal(y.Length - finite.Length, buckets.NonFinite);
            Assert.Equal(finite.Length, buckets.Buckets.Sum(b => b.Count));
            Assert.Equal(y.Length - finite.Length, buckets.Buckets.Sum(b => b.NonFinite));
            Assert.Subset(finite.ToHashSet(), curve.ToHashSet());
            Assert.Equal(curve.OrderBy(p => p.X).Select(p => p.X), curve.Select(p => p.X));
            if (finite.Length == 0) continue;
            Assert.Equal(finite[0], curve[0]);
            Assert.Equal(finite[^1], curve[^1]);
            Assert.Equal(finite.Min(p => p.Y), curve.Min(p => p.Y));
            Assert.Equal(finite.Max(p => p.Y), curve.Max(p => p.Y));
            foreach (var bucket in buckets.Buckets)
            {
                double start = bucket.Index * buckets.Width, end = start + buckets.Width;
                var inside = finite.Where(p => p.X >= start && p.X < end).Select(p => p.Y).ToArray();
                Assert.Equal(inside.Length, bucket.Count);
                if (inside.Length == 0) continue;
                Assert.Equal(inside.Min(), bucket.Least.Y);
                Assert.Equal(inside.Max(), bucket.Most.Y);
                Assert.Equal(inside.Average(), bucket.Mean, 1e-9);
            }
        }
    }

    [Fact]
    public void One_by_one_gives_the_same_as_at_once()
    {
        var random = new SeededRandom(2);
        for (var trial = 0; trial < 100; trial++)
        {
            var (x, y) = Random(random, random.Next(1, 300));
            var live = new SeriesBuckets(16);
            for (var i = 0; i < x.Length; i++)
            {
                live.Add(x[i], y[i]);
                if (random.Next(20) > 0) continue;
                var reloaded = SeriesBuckets.Of(x.AsSpan(0, i + 1), y.AsSpan(0, i + 1), 16);
                Assert.Equal(reloaded.Width, live.Width);
                Assert.Equal(reloaded.Curve(), live.Curve());
            }
        }
    }

    [Fact]
    public void A_range_is_bucketed_anew()
    {
        double[] x = [.. Enumerable.Range(0, 10_000).Select(i => (double)i)];
        double[] y = [.. x.Select(v => Math.Sin(v / 100))];
        Assert.Equal(128, SeriesBuckets.Of(x, y, 100).Width);
        var zoomed = SeriesBuckets.Of(x, y, 100, from: 5000, to: 5050);
        Assert.Equal(1, zoomed.Width);
        Assert.Equal(51, zoomed.Count);
        Assert.Equal(51, zoomed.Curve().Count);
    }

    [Fact]
    public void Non_finite_points_are_counted_where_they_are()
    {
        var buckets = SeriesBuckets.Of([0, 1, 2, 3, double.NaN], [double.NaN, 1, double.PositiveInfinity, double.NaN, 5], 2);
        Assert.Equal(3, buckets.NonFinite);
        Assert.Equal(1, buckets.Unplaced);
        Assert.Equal([new ChartPoint(1, 1)], buckets.Curve());
        Assert.Equal(0, buckets.Buckets[0].FirstNonFinite.X);
        Assert.Equal(double.PositiveInfinity, buckets.Buckets[1].FirstNonFinite.Y);
        Assert.Equal(2, buckets.Buckets[1].NonFinite);
    }

    [Fact]
    public void Negative_and_huge_positions_are_no_trouble()
    {
        var buckets = SeriesBuckets.Of([-1e300, -5, -1, 0, 3, 1e300, double.MaxValue], [1, 2, 3, 4, 5, 6, 7], 2);
        Assert.Equal(2, buckets.Buckets.Count);
        Assert.Equal(7, buckets.Count);
        Assert.Equal(1e12, SeriesBuckets.Of([1e12, 1e12], [1, 2], 5, 1.0 / 1024).Curve()[0].X);
        Assert.Empty(SeriesBuckets.Of([], [], 5).Curve());
    }

    [Fact]
    public void Positions_that_fall_are_refused()
    {
        var buckets = new SeriesBuckets(5);
        buckets.Add(3, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => buckets.Add(2, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => buckets.Add(double.PositiveInfinity, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesBuckets(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SeriesBuckets(5, 0));
    }

    private static (double[] X, double[] Y) Random(SeededRandom random, int count)
    {
        var x = new double[count];
        var y = new double[count];
        double at = random.Next(-50, 50);
        for (var i = 0; i < count; i++)
        {
            at += random.Next(4) == 0 ? random.Next(200) : random.NextDouble();
            x[i] = at;
            y[i] = random.Next(15) switch { 0 => double.NaN, 1 => double.NegativeInfinity, 2 => 3, _ => random.NextDouble() * 10 };
        }

        return (x, y);
    }
}
