using TrmLab.Core.Charting;
using TrmLab.Core.Interchange;

namespace TrmLab.Core.Tests.Charting;

public sealed class SeriesViewTests
{
    private static readonly MetricSeries Long = new(
        "train/lm_loss",
        [.. Enumerable.Range(1, 65_104).Select(i => (long)i)],
        [.. Enumerable.Range(1, 65_104).Select(i => 1.0 / i)],
        [.. Enumerable.Range(1, 65_104).Select(i => 1_700_000_000 + i * 0.5)]);

    [Fact]
    public void The_summary_says_what_was_done()
    {
        var view = SeriesView.Of(Long);
        Assert.Equal("65,104 points, min/max of 509 buckets, 0 missing", view.Summary);
        Assert.False(view.Complete);
        var part = SeriesView.Of(Long, new SeriesViewOptions { From = 100, To = 200 });
        Assert.Equal("101 points, all drawn, 0 missing", part.Summary);
        Assert.True(part.Complete);
    }

    [Fact]
    public void A_range_shows_its_neighbours_and_does_not_count_them()
    {
        var view = SeriesView.Of(Long, new SeriesViewOptions { From = 100.5, To = 103.5 });
        Assert.Equal([100, 101, 102, 103, 104], view.Curve.Select(p => p.X));
        Assert.Equal(3, view.Buckets.Count);
        Assert.Equal([65_104], SeriesView.Of(Long, new SeriesViewOptions { From = 1e6 }).Curve.Select(p => p.X));
    }

    [Fact]
    public void Every_axis_shows_the_same_points()
    {
        Assert.Equal(768 * 3, SeriesView.Of(Long, new SeriesViewOptions { Axis = SeriesAxis.Examples, ExamplesPerStep = 768, To = 768 * 5 }).Curve[2].X);
        var relative = SeriesView.Of(Long, new SeriesViewOptions { Axis = SeriesAxis.RelativeTime, To = 10 });
        Assert.Equal(0, relative.Curve[0].X);
        Assert.Equal(21, relative.Buckets.Count);
        Assert.Equal(0.5, SeriesView.Of(Long, new SeriesViewOptions { Axis = SeriesAxis.RelativeTime, Start = 1_700_000_000, To = 3 }).Curve[0].X);
        Assert.Equal(1_700_000_000.5, SeriesView.Of(Long, new SeriesViewOptions { Axis = SeriesAxis.WallTime }).Curve[0].X);
    }

    [Fact]
    public void A_clock_set_back_and_unknown_times_are_no_trouble()
    {
        var series = new MetricSeries("m", [1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [10, 20, 15, double.NaN, 30]);
        Assert.Equal([0, 10, 10, double.NaN, 20], SeriesAxes.PositionsOf(series, SeriesAxis.RelativeTime));
        var view = SeriesView.Of(series, new SeriesViewOptions { Axis = SeriesAxis.RelativeTime });
        Assert.Equal(4, view.Buckets.Count);
        Assert.Contains("1 without a time", view.Summary);
        Assert.Empty(SeriesView.Of(new MetricSeries("m", [1], [1]), new SeriesViewOptions { Axis = SeriesAxis.WallTime }).Curve);
    }

    [Theory]
    [InlineData(new long[] { }, 0, 0)]
    [InlineData(new long[] { 7 }, 0, 0)]
    [InlineData(new long[] { 1, 2, 3, 5, 6, 10 }, 1, 4)]
    [InlineData(new long[] { 100, 200, 300, 500, 520 }, 100, 1)]
    [InlineData(new long[] { 10, 20, 30, 45 }, 10, 1)]
    public void Gaps_in_the_rhythm_are_counted(long[] steps, long stride, long missing) => Assert.Equal(new StepGaps(stride, missing), StepGaps.Of(steps));

    [Fact]
    public void Missing_and_non_finite_points_are_said()
    {
        var series = new MetricSeries("m", [1, 2, 3, 6], [1, double.NaN, 2, 3]);
        Assert.Equal("3 points, all drawn, 2 missing, 1 NaN or infinite", SeriesView.Of(series).Summary);
    }
}
