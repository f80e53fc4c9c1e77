using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class WilsonIntervalTests
{
    // Newcombe, Statistics in Medicine 17:857-872 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Newcombes_examples(long successes, long trials, double lower, double upper)
    {
        var interval = WilsonInterval.Of(successes, trials);
        Assert.Equal(lower, interval.Lower, 0.00005);
        Assert.Equal(upper, interval.Upper, 0.00005);
    }

    [Fact]
    public void A_thousand_puzzles_give_about_two_points()
    {
        Assert.InRange(WilsonInterval.Of(874, 1000).Width / 2, 0.020, 0.021);
    }

    [Fact]
    public void Limits_stay_in_range_and_mirror()
    {
        for (var n = 1; n < 40; n++)
        {
            for (var k = 0; k <= n; k++)
            {
                var interval = WilsonInterval.Of(k, n, 0.99);
                var mirrored = WilsonInterval.Of(n - k, n, 0.99);
                Assert.InRange(interval.Lower, 0, k / (double)n);
                Assert.InRange(interval.Upper, k / (double)n, 1);
                Assert.Equal(interval.Lower, 1 - mirrored.Upper, 1e-12);
            }
        }
    }

    [Theory]
    [InlineData(1, 0, 0.95)]
    [InlineData(-1, 5, 0.95)]
    [InlineData(6, 5, 0.95)]
    [InlineData(1, 5, 0)]
    [InlineData(1, 5, 1)]
    public void Impossible_counts_and_levels_are_refused(long successes, long trials, double level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(successes, trials, level));
}
