using TrmLab.Core.Numerics;

namespace TrmLab.Core.Statistics;

/// <summary>A number computed from one or more samples.</summary>
/// <param name="samples">One array per sample, in the order given.</param>
public delegate double SampleStatistic(double[][] samples);

/// <summary>
/// Seeded bootstrap intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapters 13 and 14): each sample is redrawn with
/// replacement by itself. With fewer than about 8 values per sample the intervals are too narrow; prefer Student's there.
/// </summary>
public sealed class Bootstrap
{
    private readonly double[][] _samples;
    private readonly SampleStatistic _statistic;
    private readonly double[] _replicates;

    /// <param name="samples">At least one, none empty.</param>
    /// <param name="statistic">Of the samples; may not keep or change them.</param>
    /// <param name="seed">Same seed, same result, on every platform.</param>
    /// <param name="replicates">Redrawn data sets.</param>
    public Bootstrap(IReadOnlyList<double[]> samples, SampleStatistic statistic, long seed = 0, int replicates = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 100);
        if (samples.Count == 0 || samples.Any(s => s.Length == 0)) throw new ArgumentException("At least one sample and no empty one.", nameof(samples));
        _samples = [.. samples];
        _statistic = statistic;
        Estimate = statistic(_samples);
        _replicates = new double[replicates];
        var random = new SeededRandom(seed);
        double[][] drawn = [.. samples.Select(s => new double[s.Length])];
        for (var r = 0; r < replicates; r++)
        {
            for (var s = 0; s < drawn.Length; s++)
            {
                for (var i = 0; i < drawn[s].Length; i++) drawn[s][i] = _samples[s][random.Next(drawn[s].Length)];
            }

            _replicates[r] = statistic(drawn);
        }

        Array.Sort(_replicates);
        BiasCorrection = NormalDistribution.Quantile(ShareBelowEstimate());
        Acceleration = AccelerationByJackknife();
    }

    /// <summary>Difference of two independent means, second less first.</summary>
    public static Bootstrap MeanDifference(double[] first, double[] second, long seed = 0, int replicates = 10_000) =>
        new([first, second], static samples => samples[1].Average() - samples[0].Average(), seed, replicates);

    /// <summary>Mean of one sample, such as differences within pairs.</summary>
    public static Bootstrap Mean(double[] values, long seed = 0, int replicates = 10_000) =>
        new([values], static samples => samples[0].Average(), seed, replicates);

    /// <summary>The statistic of the data.</summary>
    public double Estimate { get; }

    /// <summary>z0: how far the replicates' median is from the estimate, in normal units; infinite if all lie on one side.</summary>
    public double BiasCorrection { get; }

    /// <summary>a: how fast the standard error changes with the true value.</summary>
    public double Acceleration { get; }

    /// <summary>Quantiles of the replicates as they are.</summary>
    public ConfidenceInterval Percentile(double level = 0.95)
    {
        var tail = (1 - ConfidenceInterval.CheckedLevel(level)) / 2;
        return new ConfidenceInterval(At(tail), At(1 - tail), level);
    }

    /// <summary>Quantiles corrected for bias and acceleration (BCa); the percentile interval where the correction is not defined.</summary>
    public ConfidenceInterval BiasCorrectedAccelerated(double level = 0.95)
    {
        if (!double.IsFinite(BiasCorrection)) return Percentile(level);
        var z = NormalDistribution.TwoSided(level);
        return new ConfidenceInterval(At(Corrected(-z)), At(Corrected(z)), level);
    }

    private double Corrected(double z)
    {
        // Beyond the pole of the correction lies the end of the scale.
        var shifted = BiasCorrection + z;
        var scale = 1 - Acceleration * shifted;
        return scale > 0 ? NormalDistribution.Cdf(BiasCorrection + shifted / scale) : z < 0 ? 0 : 1;
    }

    private double At(double share) => Percentiles.OfSorted(_replicates, share);

    // Ties count half, as for a continuous statistic, else few distinct values would look like bias.
    private double ShareBelowEstimate()
    {
        var tolerance = 1e-12 * Math.Max(Math.Abs(Estimate), _replicates[^1] - _replicates[0]);
        double below = 0;
        foreach (var value in _replicates) below += value < Estimate - tolerance ? 1 : value > Estimate + tolerance ? 0 : 0.5;
        return below / _replicates.Length;
    }

    // Each sample's leave-one-out values, weighted by its size: the formula for several samples reduces to the book's for one.
    private double AccelerationByJackknife()
    {
        double cubes = 0, squares = 0;
        for (var s = 0; s < _samples.Length; s++)
        {
            var whole = _samples[s];
            if (whole.Length < 2) continue;
            var left = new double[whole.Length];
            for (var i = 0; i < whole.Length; i++)
            {
                double[][] reduced = [.. _samples];
                reduced[s] = [.. whole[..i], .. whole[(i + 1)..]];
                left[i] = _statistic(reduced);
            }

            var mean = left.Average();
            var weight = (whole.Length - 1.0) / whole.Length;
            cubes += left.Sum(value => Math.Pow(weight * (mean - value), 3));
            squares += left.Sum(value => Math.Pow(weight * (mean - value), 2));
        }

        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }
}
