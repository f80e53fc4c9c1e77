using TrmLab.Web.Components.Charts;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class StepBucketsTests
{
    [Fact]
    public void Few_points_stay_as_they_are()
    {
        var buckets = Filled(1, 100, s => s);
        Assert.Equal(1, buckets.Width);
        Assert.Equal(Enumerable.Range(1, 100), buckets.Buckets.Select(b => (int)b.Least.Value));
    }

    [Theory]
    [InlineData(101)]
    [InlineData(5000)]
    [InlineData(65_104)]
    public void Many_points_keep_every_extreme_of_their_buckets(int count)
    {
        var buckets = Filled(1, count, Wild);
        Assert.True(buckets.Buckets.Count <= 100);
        Assert.Equal(count, buckets.Points);
        Assert.Equal(count, buckets.Buckets.Sum(b => b.Count));
        foreach (var group in Enumerable.Range(1, count).GroupBy(s => s / buckets.Width))
        {
            var bucket = buckets.Buckets.Single(b => b.Index == group.Key);
            Assert.Equal(group.Min(s => Wild(s)), bucket.Least.Value);
            Assert.Equal(group.Max(s => Wild(s)), bucket.Most.Value);
            Assert.Equal(group.Average(s => Wild(s)), bucket.Mean, 9);
        }
    }

    [Fact]
    public void The_width_is_the_smallest_power_of_two_that_suffices()
    {
        var buckets = Filled(1, 1000, Wild);
        Assert.Equal(16, buckets.Width);
        Assert.True(Enumerable.Range(1, 1000).Select(s => s / 8).Distinct().Count() > 100);
    }

    [Fact]
    public void Steps_that_were_not_logged_take_no_room()
    {
        var buckets = new StepBuckets(100);
        for (var i = 1; i <= 100; i++) buckets.Add(new MetricPoint(i * 1_000_000L, i));
        Assert.Equal(1, buckets.Width);
    }

    [Fact]
    public void Values_that_are_no_numbers_are_kept_apart()
    {
        var buckets = new StepBuckets(10);
        buckets.Add(new MetricPoint(1, 5));
        buckets.Add(new MetricPoint(2, double.NaN));
        buckets.Add(new MetricPoint(3, double.PositiveInfinity));
        Assert.Equal(1, buckets.Points);
        Assert.Equal([2L, 3], buckets.NonFinite.Select(p => p.Step));
    }

    internal static double Wild(int step) => Math.Sin(step * 12.9898) * 43758.5453 % 1;

    private static StepBuckets Filled(int first, int last, Func<int, double> value)
    {
        var buckets = new StepBuckets(100);
        for (var s = first; s <= last; s++) buckets.Add(new MetricPoint(s, value(s)));
        return buckets;
    }
}
