using TrmLab.Core.Charting;

namespace TrmLab.Core.Tests.Charting;

public sealed class ReducedSeriesTests
{
    [Fact]
    public void The_summary_says_what_was_done()
    {
        var whole = Of(1000, 0, Long());
        Assert.Equal("65,104 points, min/max of 509 buckets, 0 missing", ReductionSummary.Of([whole]));
        Assert.False(whole.IsComplete);
        var part = new ReducedSeries(1000, 0, 100, 200);
        foreach (var (step, value) in Long()) part.Add(step, value);
        Assert.Equal("101 points near this view, all drawn, 0 missing", ReductionSummary.Of([part], near: true));
        Assert.True(part.IsComplete);
    }

    [Fact]
    public void Gaps_and_values_that_are_no_numbers_are_said() =>
        Assert.Equal("3 points, all drawn, 2 steps without a value, 1 NaN or infinite", ReductionSummary.Of([Of(10, 0, [(1, 1), (2, double.NaN), (3, 2), (6, 3)])]));

    [Fact]
    public void The_smoothed_line_comes_of_every_point_before_any_reduction()
    {
        var values = Long().Select(p => Math.Sin(p.Step * 12.9898) * 43758.5453 % 1).ToArray();
        var series = Of(200, 0.97, Long().Select((p, i) => (p.Step, values[i])));
        var smoothed = Smoothing.Exponential(values, 0.97);
        Assert.All(series.Smooth!.Curve(), p => Assert.Equal(smoothed[(int)p.X - 1], p.Y));
        Assert.Equal(smoothed.Max(), series.Smooth.Curve().Max(p => p.Y));
        Assert.Equal(values.Max(), series.Raw.Curve().Max(p => p.Y));
    }

    [Fact]
    public void A_stretch_has_the_same_smoothed_line_as_the_whole()
    {
        var part = new ReducedSeries(1000, 0.9, 5000, 5100);
        foreach (var (step, value) in Long()) part.Add(step, value);
        var smoothed = Smoothing.Exponential([.. Long().Select(p => p.Value)], 0.9);
        Assert.Equal(Enumerable.Range(5000, 101).Select(s => new ChartPoint(s, smoothed[s - 1])), part.Smooth!.Curve());
        Assert.Equal(101, part.Raw.Count);
    }

    [Theory]
    [InlineData(new long[] { }, 0, 0)]
    [InlineData(new long[] { 7 }, 0, 0)]
    [InlineData(new long[] { 1, 2, 3, 5, 6, 10 }, 1, 4)]
    [InlineData(new long[] { 100, 200, 300, 500, 520 }, 100, 1)]
    [InlineData(new long[] { 10, 20, 30, 45 }, 10, 1)]
    public void Gaps_in_the_rhythm_are_counted(long[] steps, long stride, long missing) => Assert.Equal(new StepGaps(stride, missing), StepGaps.Of(steps));

    private static IEnumerable<(long Step, double Value)> Long() => Enumerable.Range(1, 65_104).Select(i => ((long)i, 1.0 / i));

    private static ReducedSeries Of(int capacity, double smoothing, IEnumerable<(long Step, double Value)> points)
    {
        var series = new ReducedSeries(capacity, smoothing);
        foreach (var (step, value) in points) series.Add(step, value);
        return series;
    }
}
