using System.Globalization;

namespace TrmLab.Core.Statistics;

/// <summary>Mean and spread of a few numbers, such as one result per seed.</summary>
/// <param name="Count">N.</param>
/// <param name="Mean">NaN if N is 0.</param>
/// <param name="StandardDeviation">With divisor N - 1; NaN if N is below 2.</param>
/// <param name="Minimum">NaN if N is 0.</param>
/// <param name="Maximum">NaN if N is 0.</param>
public readonly record struct SampleSummary(int Count, double Mean, double StandardDeviation, double Minimum, double Maximum)
{
    /// <summary>Standard deviation over the root of N.</summary>
    public double StandardError => StandardDeviation / Math.Sqrt(Count);

    /// <summary>Summary of finite values.</summary>
    public static SampleSummary Of(ReadOnlySpan<double> values)
    {
        if (values.Length == 0) return new SampleSummary(0, double.NaN, double.NaN, double.NaN, double.NaN);
        var count = 0;
        double mean = 0, squares = 0, minimum = values[0], maximum = values[0];
        foreach (var value in values)
        {
            // Welford's update: stable where values differ little from each other.
            count++;
            var off = value - mean;
            mean += off / count;
            squares += off * (value - mean);
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        return new SampleSummary(count, mean, count < 2 ? double.NaN : Math.Sqrt(squares / (count - 1)), minimum, maximum);
    }

    /// <summary>Student's interval for the mean, which assumes roughly normal values; null if N is below 2.</summary>
    public ConfidenceInterval? MeanInterval(double level = 0.95)
    {
        if (Count < 2) return null;
        var half = StudentDistribution.TwoSided(level, Count - 1) * StandardError;
        return new ConfidenceInterval(Mean - half, Mean + half, level);
    }

    /// <summary>Such as <c>0.874 +- 0.012 (N = 5)</c>; the spread is the standard deviation.</summary>
    public override string ToString() => ToString("0.####");

    /// <param name="format">Number format of mean and spread.</param>
    public string ToString(string format)
    {
        var culture = CultureInfo.InvariantCulture;
        return Count switch
        {
            0 => "none (N = 0)",
            1 => $"{Mean.ToString(format, culture)} (N = 1)",
            _ => $"{Mean.ToString(format, culture)} +- {StandardDeviation.ToString(format, culture)} (N = {Count})",
        };
    }
}
