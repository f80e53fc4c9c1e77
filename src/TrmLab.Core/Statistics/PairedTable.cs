namespace TrmLab.Core.Statistics;

/// <summary>Two evaluations of the same puzzles, counted.</summary>
/// <param name="Both">Solved by A and B.</param>
/// <param name="OnlyA">Solved by A, not by B.</param>
/// <param name="OnlyB">Solved by B, not by A.</param>
/// <param name="Neither">Solved by none.</param>
public readonly record struct PairedTable(long Both, long OnlyA, long OnlyB, long Neither)
{
    public long Total => Both + OnlyA + OnlyB + Neither;

    /// <summary>Share that A solves; NaN without puzzles.</summary>
    public double ShareA => (Both + OnlyA) / (double)Total;

    /// <summary>Share that B solves; NaN without puzzles.</summary>
    public double ShareB => (Both + OnlyB) / (double)Total;

    /// <summary>Effect size: B's share less A's.</summary>
    public double Difference => (OnlyB - OnlyA) / (double)Total;

    /// <summary>p values of "A and B solve equally many".</summary>
    public McNemarTest Test => McNemarTest.Of(OnlyA, OnlyB);

    /// <summary>
    /// Interval for <see cref="Difference"/> by Newcombe's method 10, the score intervals of both shares joined with their correlation
    /// (Statistics in Medicine 17:2635-2650, 1998). Chosen over Wald's because it keeps its level with few discordant puzzles, and it is one
    /// of the three that Fagerland, Lydersen and Laake recommend (Statistics in Medicine 33:2850-2875, 2014).
    /// </summary>
    /// <exception cref="InvalidOperationException">There are no puzzles.</exception>
    public ConfidenceInterval DifferenceInterval(double level = 0.95)
    {
        if (Total == 0) throw new InvalidOperationException("Without puzzles there is no interval.");
        double a = ShareA, b = ShareB, phi = Correlation();
        var ofA = WilsonInterval.Of(Both + OnlyA, Total, level);
        var ofB = WilsonInterval.Of(Both + OnlyB, Total, level);
        return new ConfidenceInterval(
            Math.Max(-1, Difference - Joined(b - ofB.Lower, ofA.Upper - a, phi)),
            Math.Min(1, Difference + Joined(a - ofA.Lower, ofB.Upper - b, phi)),
            level);
    }

    private static double Joined(double x, double y, double phi) => Math.Sqrt(Math.Max(0, x * x + y * y - 2 * phi * x * y));

    // Newcombe's phi, with his continuity correction of positive values.
    private double Correlation()
    {
        var margins = (double)(Both + OnlyA) * (OnlyB + Neither) * (Both + OnlyB) * (OnlyA + Neither);
        if (margins == 0) return 0;
        var cross = (double)Both * Neither - (double)OnlyA * OnlyB;
        return (cross > 0 ? Math.Max(0, cross - Total / 2.0) : cross) / Math.Sqrt(margins);
    }
}
