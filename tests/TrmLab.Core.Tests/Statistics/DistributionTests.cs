using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class DistributionTests
{
    // Abramowitz and Stegun, Handbook of Mathematical Functions, table 26.1.
    [Theory]
    [InlineData(0.0, 0.5)]
    [InlineData(1.0, 0.841344746068543)]
    [InlineData(1.96, 0.975002104851780)]
    [InlineData(3.0, 0.998650101968370)]
    [InlineData(-2.0, 0.022750131948179)]
    [InlineData(-5.0, 2.866515718791939e-7)]
    [InlineData(-10.0, 7.619853024160527e-24)]
    public void The_normal_distribution_agrees_with_tables(double z, double expected) =>
        Assert.Equal(1, NormalDistribution.Cdf(z) / expected, 1e-11);

    [Theory]
    [InlineData(0.95, 1.644853626951473)]
    [InlineData(0.975, 1.959963984540054)]
    [InlineData(0.995, 2.575829303548901)]
    public void Normal_quantiles_agree_with_tables(double p, double expected)
    {
        Assert.Equal(expected, NormalDistribution.Quantile(p), 1e-11);
        Assert.Equal(-expected, NormalDistribution.Quantile(1 - p), 1e-11);
    }

    // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.2, critical values of t.
    [Theory]
    [InlineData(0.975, 1, 12.706)]
    [InlineData(0.975, 2, 4.303)]
    [InlineData(0.975, 4, 2.776)]
    [InlineData(0.95, 10, 1.812)]
    [InlineData(0.975, 30, 2.042)]
    [InlineData(0.999, 5, 5.893)]
    [InlineData(0.975, 100, 1.984)]
    public void Student_quantiles_agree_with_tables(double p, double degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentDistribution.Quantile(p, degreesOfFreedom), 0.0005);

    [Fact]
    public void Student_with_one_degree_of_freedom_is_Cauchy()
    {
        foreach (var t in new[] { -50.0, -1, 0, 0.3, 7 })
        {
            Assert.Equal(0.5 + Math.Atan(t) / Math.PI, StudentDistribution.Cdf(t, 1), 1e-12);
        }
    }

    [Theory]
    [InlineData(0.001, 0.5)]
    [InlineData(0.3, 1.7)]
    [InlineData(0.975, 17.776)]
    [InlineData(0.6, 100_000)]
    public void Quantile_undoes_the_distribution(double p, double degreesOfFreedom)
    {
        Assert.Equal(p, StudentDistribution.Cdf(StudentDistribution.Quantile(p, degreesOfFreedom), degreesOfFreedom), 1e-10);
        Assert.Equal(p, NormalDistribution.Cdf(NormalDistribution.Quantile(p)), 1e-13);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(1.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.Quantile(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.Quantile(1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => StudentDistribution.Cdf(1, 0));
    }
}
