namespace TrmLab.Core.Statistics;

/// <summary>Student's t distribution; degrees of freedom need not be whole (Welch).</summary>
public static class StudentDistribution
{
    /// <summary>P(T &lt;= <paramref name="t"/>).</summary>
    public static double Cdf(double t, double degreesOfFreedom)
    {
        Check(degreesOfFreedom);
        var tail = 0.5 * SpecialFunctions.RegularizedBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5);
        return t < 0 ? tail : 1 - tail;
    }

    /// <summary>The t below which the share <paramref name="p"/> lies, 0 &lt; p &lt; 1.</summary>
    public static double Quantile(double p, double degreesOfFreedom)
    {
        Check(degreesOfFreedom);
        if (p is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability between 0 and 1 is expected.");
        if (p == 0.5) return 0;
        if (p > 0.5) return -Quantile(1 - p, degreesOfFreedom);

        // The lower tail is monotone in t: double until it is bracketed, then halve down to the last bit.
        var low = -1.0;
        while (Cdf(low, degreesOfFreedom) > p) low *= 2;
        var high = 0.0;
        while (true)
        {
            var middle = (low + high) / 2;
            if (middle <= low || middle >= high) return middle;
            if (Cdf(middle, degreesOfFreedom) < p) low = middle;
            else high = middle;
        }
    }

    /// <summary>P(|T| >= |t|).</summary>
    internal static double TwoSidedP(double t, double degreesOfFreedom) => 2 * Cdf(-Math.Abs(t), degreesOfFreedom);

    /// <summary>The half-width in standard errors of a two-sided interval.</summary>
    internal static double TwoSided(double level, double degreesOfFreedom) =>
        -Quantile((1 - ConfidenceInterval.CheckedLevel(level)) / 2, degreesOfFreedom);

    private static void Check(double degreesOfFreedom)
    {
        if (!(degreesOfFreedom > 0)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are positive.");
    }
}
