using TrmLab.Core.Charting;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Components.Charts;

/// <summary>A page that was open all the time and one that was just loaded show the same curve.</summary>
public sealed class LiveTraceTests
{
    private const int Buckets = 1000;

    [Theory]
    [InlineData(0, 700)]
    [InlineData(0.9, 700)]
    [InlineData(0, 5000)]
    [InlineData(0.97, 9000)]
    public void Patches_together_are_the_whole_curve(double smoothing, int count)
    {
        var live = Trace(smoothing);
        List<(double X, double Y)> curve = [], smooth = [];
        var random = new Random(3);
        for (var step = 1; step <= count;)
        {
            var next = Math.Min(count, step + random.Next(0, 40));
            live.Add(Points(step, next));
            step = next + 1;
            if (live.Next(s => s) is not { } patch) continue;
            Apply(curve, patch.Curve);
            if (patch.Smooth is { } line) Apply(smooth, line);
        }

        var fresh = new ReducedSeries(Buckets, smoothing);
        foreach (var point in Points(1, count)) fresh.Add(point.Step, point.Value);
        Assert.Equal(fresh.Raw.Curve().Select(p => (p.X, p.Y)), curve);
        Assert.Equal(fresh.Smooth?.Curve().Select(p => (p.X, p.Y)) ?? [], smooth);
        Assert.True(curve.Count <= 2 * Buckets + 2);
    }

    [Fact]
    public void A_tick_sends_no_more_than_what_is_new_and_the_last_bucket()
    {
        var live = Trace(0);
        live.Add(Points(1, 4500));
        live.Next(s => s);
        live.Add(Points(4501, 4503));
        Assert.InRange(live.Next(s => s)!.Value.Curve.Points.Count, 1, 6);
        Assert.Null(live.Next(s => s));
    }

    [Fact]
    public void Values_that_are_no_numbers_leave_no_trace_in_the_line()
    {
        var live = Trace(0.5);
        live.Add([new(1, double.NaN), new(2, 4), new(3, double.PositiveInfinity)]);
        var patch = live.Next(s => s)!.Value;
        Assert.Equal([(2.0, 4.0)], patch.Curve.Points);
        live.Add([new(4, 8)]);
        patch = live.Next(s => s)!.Value;
        Assert.Equal((1, 1), (patch.Curve.Keep, patch.Curve.Points.Count));
        Assert.Equal([(4.0, (0.25 * 4 + 0.5 * 8) / 0.75)], patch.Smooth!.Value.Points);
    }

    [Fact]
    public void After_forgetting_everything_is_sent_again()
    {
        var live = Trace(0);
        live.Add(Points(1, 10));
        live.Next(s => s);
        live.Forget();
        var patch = live.Next(s => s)!.Value.Curve;
        Assert.Equal((0, 10), (patch.Keep, patch.Points.Count));
    }

    private static LiveTrace Trace(double smoothing) => new(new ReducedSeries(Buckets, smoothing));

    private static IEnumerable<MetricPoint> Points(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(s => new MetricPoint(s, Math.Sin(s * 12.9898) * 43758.5453 % 1));

    private static void Apply(List<(double, double)> drawn, TracePatch patch)
    {
        drawn.RemoveRange(patch.Keep, drawn.Count - patch.Keep);
        drawn.AddRange(patch.Points);
    }
}
