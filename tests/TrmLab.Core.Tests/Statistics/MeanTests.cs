using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class MeanTests
{
    // Student's sleep data (Biometrika 6, 1908), with the figures that R prints for t.test on them.
    private static readonly double[] Drug1 = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
    private static readonly double[] Drug2 = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

    [Fact]
    public void Students_sleep_data_paired()
    {
        var difference = MeanDifference.Paired(Drug1, Drug2)!.Value;
        Assert.Equal(1.58, difference.Difference, 1e-12);
        Assert.Equal(4.0621, difference.T, 0.00005);
        Assert.Equal(0.002833, difference.P, 5e-7);
        Assert.Equal(0.7001142, difference.Interval().Lower, 5e-8);
        Assert.Equal(2.4598858, difference.Interval().Upper, 5e-8);
        Assert.Equal(10, difference.Pairs);
    }

    [Fact]
    public void Students_sleep_data_as_independent_samples()
    {
        var difference = MeanDifference.Welch(SampleSummary.Of(Drug1), SampleSummary.Of(Drug2))!.Value;
        Assert.Equal(1.8608, difference.T, 0.00005);
        Assert.Equal(17.776, difference.DegreesOfFreedom, 0.0005);
        Assert.Equal(0.07939, difference.P, 5e-6);
        Assert.Equal(-0.2054832, difference.Interval().Lower, 5e-8);
        Assert.Equal(3.3654832, difference.Interval().Upper, 5e-8);
    }

    // NIST/SEMATECH e-Handbook, section 1.3.5.3: AUTO83B.DAT, unequal variances.
    [Fact]
    public void Nist_two_sample_example()
    {
        var american = new SampleSummary(249, 20.14458, 6.41470, 9, 39);
        var japanese = new SampleSummary(79, 30.48101, 6.10771, 18, 47);
        var difference = MeanDifference.Welch(american, japanese)!.Value;
        Assert.Equal(12.94627, difference.T, 0.0001);
        Assert.Equal(136.8750, difference.DegreesOfFreedom, 0.001);
    }

    // NIST/SEMATECH e-Handbook, section 1.3.5.2: ZARR13.DAT.
    [Fact]
    public void Nist_confidence_limits_of_a_mean()
    {
        var interval = new SampleSummary(195, 9.261460, 0.2278881e-1, 9.196848, 9.327973).MeanInterval()!.Value;
        Assert.Equal(9.258242, interval.Lower, 1e-6);
        Assert.Equal(9.264679, interval.Upper, 1e-6);
    }

    [Fact]
    public void A_summary_states_its_N()
    {
        var summary = SampleSummary.Of([0.870, 0.880, 0.861]);
        Assert.Equal(3, summary.Count);
        Assert.Equal(0.861, summary.Minimum);
        Assert.Equal(0.880, summary.Maximum);
        Assert.Equal("0.8703 +- 0.0095 (N = 3)", summary.ToString());
        Assert.Equal("0.87 (N = 1)", SampleSummary.Of([0.87]).ToString());
        Assert.Equal("none (N = 0)", SampleSummary.Of([]).ToString());
    }

    [Fact]
    public void Large_offsets_do_not_drown_the_spread() =>
        Assert.Equal(1, SampleSummary.Of([1e9 + 1, 1e9 + 2, 1e9 + 3]).StandardDeviation, 1e-9);

    [Fact]
    public void Too_few_values_give_no_interval()
    {
        Assert.Null(SampleSummary.Of([1]).MeanInterval());
        Assert.Null(MeanDifference.Paired([1], [2]));
        Assert.Null(MeanDifference.Paired([1, 2], [2, 3]));
        Assert.Null(MeanDifference.Welch(SampleSummary.Of([1]), SampleSummary.Of([1, 2])));
        Assert.Throws<ArgumentException>(() => MeanDifference.Paired([1, 2], [1]));
    }
}
