using TrmLab.Core.Charting;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Tests.Charting;

public sealed class SmoothingTests
{
    // By hand with w = 0.6: s = 0.4, 0.64, 1.584; divided by 0.4, 0.64, 0.784.
    [Fact]
    public void The_start_is_not_pulled_to_zero()
    {
        var smoothed = Smoothing.Exponential([1, 1, 3], 0.6);
        Assert.Equal(1, smoothed[0], 1e-12);
        Assert.Equal(1, smoothed[1], 1e-12);
        Assert.Equal(1.584 / 0.784, smoothed[2], 1e-12);
    }

    [Fact]
    public void No_weight_changes_nothing_and_constants_stay()
    {
        Assert.Equal([3.0, 1, 2], Smoothing.Exponential([3, 1, 2], 0));
        Assert.All(Smoothing.Exponential([.. Enumerable.Repeat(0.7, 5000)], 0.999), v => Assert.Equal(0.7, v, 1e-12));
    }

    [Fact]
    public void Non_finite_values_do_not_spread()
    {
        double[] values = [1, double.NaN, 2, double.PositiveInfinity, 3];
        var without = Smoothing.Exponential([1, 2, 3], 0.9);
        Assert.Equal([without[0], double.NaN, without[1], double.PositiveInfinity, without[2]], Smoothing.Exponential(values, 0.9));
        Assert.Equal([1, double.NaN, 2, double.PositiveInfinity, 3], Smoothing.RunningMean(values, 3));
    }

    [Fact]
    public void The_running_mean_equals_the_plain_computation()
    {
        var random = new SeededRandom(3);
        for (var trial = 0; trial < 200; trial++)
        {
            double[] values = [.. Enumerable.Range(0, random.Next(1, 60)).Select(_ => random.Next(10) == 0 ? double.NaN : random.NextDouble())];
            var window = 2 * random.Next(0, 40) + 1;
            var smoothed = Smoothing.RunningMean(values, window);
            for (var i = 0; i < values.Length; i++)
            {
                var expected = values.Where((v, j) => Math.Abs(i - j) <= window / 2 && double.IsFinite(v)).DefaultIfEmpty().Average();
                Assert.Equal(double.IsNaN(values[i]) ? double.NaN : expected, smoothed[i], 1e-12);
            }
        }
    }

    [Fact]
    public void One_huge_value_does_not_spoil_later_windows() =>
        Assert.Equal(1, Smoothing.RunningMean([1e20, 1, 1, 1, 1, 1, 1, 1], 3)[5]);

    [Fact]
    public void Impossible_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.Exponential([1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.Exponential([1], double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Smoothing.RunningMean([1], 4));
        Assert.Empty(Smoothing.RunningMean([], 5));
    }

    [Fact]
    public void Outliers_are_left_out_and_counted()
    {
        double[] values = [.. Enumerable.Range(0, 100).Select(i => (double)i), 1e6, -1e6, double.NaN];
        var range = OutlierRange.Of(values)!.Value;
        Assert.InRange(range.Lower, -10, 0);
        Assert.InRange(range.Upper, 99, 110);
        Assert.Equal((1, 1, 102), (range.Below, range.Above, range.Count));
        Assert.Equal("2 of 102 points outside", range.Summary);
        Assert.Null(OutlierRange.Of([double.NaN]));
    }

    [Fact]
    public void Without_a_span_everything_is_shown()
    {
        double[] values = [.. Enumerable.Repeat(1.0, 50), 9];
        Assert.Equal(new OutlierRange(1, 9, 0, 0, 51), OutlierRange.Of(values));
    }
}
