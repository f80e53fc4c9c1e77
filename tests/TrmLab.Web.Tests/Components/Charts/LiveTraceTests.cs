using TrmLab.Web.Components.Charts;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Components.Charts;

/// <summary>A page that was open all the time and one that was just loaded show the same curve.</summary>
public sealed class LiveTraceTests
{
    private static readonly TraceSpec Spec = new("train/lm_loss", "train", TraceRole.Train);

    [Theory]
    [InlineData(0, 700)]
    [InlineData(0.9, 700)]
    [InlineData(0, 5000)]
    [InlineData(0.97, 9000)]
    public void Patches_together_are_the_whole_curve(double smoothing, int count)
    {
        var live = new LiveTrace(Spec);
        List<(double X, double Y)> curve = [], smooth = [];
        var random = new Random(3);
        for (var step = 1; step <= count;)
        {
            var next = Math.Min(count, step + random.Next(0, 40));
            live.Add(Points(step, next));
            step = next + 1;
            if (live.Next(s => s, smoothing) is not { } patch) continue;
            Apply(curve, patch.Curve);
            if (patch.Smooth is { } line) Apply(smooth, line);
        }

        var fresh = new LiveTrace(Spec);
        fresh.Add(Points(1, count));
        var whole = fresh.Next(s => s, smoothing)!.Value;
        Assert.Equal(whole.Curve.Points, curve);
        Assert.Equal(whole.Smooth?.Points ?? [], smooth);
        Assert.True(curve.Count <= 2 * LiveTrace.MostBuckets);
    }

    [Fact]
    public void A_tick_sends_no_more_than_what_is_new_and_the_last_bucket()
    {
        var live = new LiveTrace(Spec);
        live.Add(Points(1, 4500));
        live.Next(s => s, 0);
        live.Add(Points(4501, 4503));
        Assert.InRange(live.Next(s => s, 0)!.Value.Curve.Points.Count, 1, 4);
        Assert.Null(live.Next(s => s, 0));
    }

    [Fact]
    public void After_forgetting_everything_is_sent_again()
    {
        var live = new LiveTrace(Spec);
        live.Add(Points(1, 10));
        live.Next(s => s, 0);
        live.Forget();
        var patch = live.Next(s => s, 0)!.Value.Curve;
        Assert.Equal((0, 10), (patch.Keep, patch.Points.Count));
    }

    [Fact]
    public void Smoothing_of_single_points_is_the_debiased_moving_average()
    {
        var live = new LiveTrace(Spec);
        live.Add([new(1, 4), new(2, 8)]);
        var smooth = live.Next(s => s, 0.5)!.Value.Smooth!.Value.Points;
        Assert.Equal([4.0, (0.25 * 4 + 0.5 * 8) / 0.75], smooth.Select(p => p.Y));
    }

    [Fact]
    public void Smoothing_of_a_bucket_counts_each_of_its_points()
    {
        var one = new Smoothing(0.9);
        var many = new Smoothing(0.9);
        var bucket = Bucket.Of(0, new MetricPoint(0, 3)).With(Bucket.Of(0, new MetricPoint(1, 3)));
        one.Next(Bucket.Of(0, new MetricPoint(0, 1)));
        one.Next(Bucket.Of(1, new MetricPoint(1, 3)));
        many.Next(Bucket.Of(0, new MetricPoint(0, 1)));
        Assert.Equal(one.Next(Bucket.Of(2, new MetricPoint(2, 3))), many.Next(bucket), 12);
    }

    private static IEnumerable<MetricPoint> Points(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(s => new MetricPoint(s, StepBucketsTests.Wild(s)));

    private static void Apply(List<(double, double)> drawn, TracePatch patch)
    {
        drawn.RemoveRange(patch.Keep, drawn.Count - patch.Keep);
        drawn.AddRange(patch.Points);
    }
}
