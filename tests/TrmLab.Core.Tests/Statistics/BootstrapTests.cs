using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Statistics;

public sealed class BootstrapTests
{
    // Efron and Tibshirani, An Introduction to the Bootstrap (1993), tables 14.1 and 14.2: spatial test data A, plug-in variance,
    // 90 % intervals from 2000 replicates: percentile (100.8, 233.9), BCa (115.8, 259.6), a = 0.061, z0 = 0.146.
    private static readonly double[] SpatialTest =
        [48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41];

    [Fact]
    public void Efron_and_Tibshiranis_spatial_test_data()
    {
        var bootstrap = new Bootstrap([SpatialTest], static s => PlugInVariance(s[0]), seed: 1, replicates: 20_000);
        Assert.Equal(171.5, bootstrap.Estimate, 0.05);
        Assert.Equal(0.061, bootstrap.Acceleration, 0.0005);
        Assert.Equal(0.146, bootstrap.BiasCorrection, 0.05);
        Assert.Equal(100.8, bootstrap.Percentile(0.90).Lower, 4.0);
        Assert.Equal(233.9, bootstrap.Percentile(0.90).Upper, 4.0);
        Assert.Equal(115.8, bootstrap.BiasCorrectedAccelerated(0.90).Lower, 4.0);
        Assert.Equal(259.6, bootstrap.BiasCorrectedAccelerated(0.90).Upper, 6.0);
    }

    [Fact]
    public void Same_seed_same_interval()
    {
        double[] a = [0.871, 0.866, 0.874, 0.880, 0.869];
        double[] b = [0.799, 0.812, 0.790, 0.805, 0.801];
        var first = Bootstrap.MeanDifference(a, b, seed: 5);
        Assert.Equal(first.BiasCorrectedAccelerated(), Bootstrap.MeanDifference(a, b, seed: 5).BiasCorrectedAccelerated());
        Assert.NotEqual(first.Percentile(), Bootstrap.MeanDifference(a, b, seed: 6).Percentile());
        Assert.Equal(b.Average() - a.Average(), first.Estimate, 1e-12);
        Assert.True(first.BiasCorrectedAccelerated().Upper < 0);
    }

    [Fact]
    public void A_symmetric_sample_needs_no_correction()
    {
        var bootstrap = Bootstrap.Mean([-2, -1, 0, 1, 2], seed: 3);
        Assert.Equal(0, bootstrap.Acceleration, 1e-12);
        Assert.Equal(0, bootstrap.BiasCorrection, 0.05);
        Assert.Equal(bootstrap.Percentile().Lower, bootstrap.BiasCorrectedAccelerated().Lower, 0.21);
    }

    [Fact]
    public void Samples_without_spread_give_a_point()
    {
        var interval = Bootstrap.MeanDifference([1, 1, 1], [2, 2]).BiasCorrectedAccelerated();
        Assert.Equal(1, interval.Lower);
        Assert.Equal(1, interval.Upper);
    }

    [Fact]
    public void Empty_samples_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Bootstrap.Mean([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Mean([1, 2], replicates: 1));
    }

    private static double PlugInVariance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(v => (v - mean) * (v - mean)) / values.Length;
    }
}
