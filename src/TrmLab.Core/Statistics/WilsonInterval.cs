namespace TrmLab.Core.Statistics;

/// <summary>
/// Wilson's score interval for a proportion (Wilson 1927; method 3 of Newcombe, Statistics in Medicine 17:857-872, 1998), without
/// continuity correction. Unlike p +- 2 sqrt(p q / n) it never leaves [0, 1] and holds its level near 0 and 1.
/// </summary>
public static class WilsonInterval
{
    /// <param name="successes">0 to <paramref name="trials"/>.</param>
    /// <param name="trials">At least 1.</param>
    /// <param name="level">Confidence level.</param>
    public static ConfidenceInterval Of(long successes, long trials, double level = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(trials);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        var z = NormalDistribution.TwoSided(level);
        double n = trials;
        var p = successes / n;
        var centre = p + z * z / (2 * n);
        var spread = z * Math.Sqrt((p * (1 - p) + z * z / (4 * n)) / n);
        var scale = 1 + z * z / n;

        // At 0 and n one limit is exact; rounding must not move it.
        return new ConfidenceInterval(
            successes == 0 ? 0 : Math.Max(0, (centre - spread) / scale),
            successes == trials ? 1 : Math.Min(1, (centre + spread) / scale),
            level);
    }
}
