namespace TrmLab.Core.Statistics;

/// <summary>The standard normal distribution.</summary>
public static class NormalDistribution
{
    /// <summary>P(Z &lt;= <paramref name="z"/>), to about 1e-15.</summary>
    public static double Cdf(double z)
    {
        if (double.IsNaN(z)) return double.NaN;
        if (Math.Abs(z) > 38) return z < 0 ? 0 : 1;
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        if (Math.Abs(z) < 4)
        {
            // Marsaglia (2004): 1/2 + density (z + z^3/3 + z^5/(3 5) + ...).
            double sum = z, term = z;
            for (var i = 3; sum + term != sum; i += 2)
            {
                term *= z * z / i;
                sum += term;
            }

            return 0.5 + density * sum;
        }

        // Mills' ratio as a continued fraction, which keeps its precision far out.
        var tail = Math.Abs(z);
        for (var i = 100; i >= 1; i--) tail = Math.Abs(z) + i / tail;
        return z < 0 ? density / tail : 1 - density / tail;
    }

    /// <summary>The z below which the share <paramref name="p"/> lies; infinite for 0 and 1.</summary>
    public static double Quantile(double p)
    {
        if (p is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability is expected.");
        if (p is 0 or 1) return p == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        if (p > 0.5) return -Quantile(1 - p);
        double low = -40, high = 0;
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) return middle;
            if (Cdf(middle) < p) low = middle;
            else high = middle;
        }
    }

    /// <summary>The half-width in standard errors of a two-sided interval, such as 1.96 for 0.95.</summary>
    internal static double TwoSided(double level) => Quantile(0.5 + ConfidenceInterval.CheckedLevel(level) / 2);
}
