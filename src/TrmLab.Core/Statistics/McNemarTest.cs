namespace TrmLab.Core.Statistics;

/// <summary>
/// McNemar's test of whether two systems solve equally many of the same puzzles: under that hypothesis each puzzle that only one of them
/// solves is a fair coin. Exact conditional and mid-p values (Fagerland, Lydersen and Laake, BMC Medical Research Methodology 13:91, 2013).
/// </summary>
/// <param name="Exact">Two-sided binomial p: never too small, somewhat too large with few discordant puzzles.</param>
/// <param name="MidP">The same, counting only half of the observed table's own probability: closer to its level on average.</param>
public readonly record struct McNemarTest(double Exact, double MidP)
{
    /// <param name="onlyA">Puzzles that only the first solves.</param>
    /// <param name="onlyB">Puzzles that only the second solves.</param>
    public static McNemarTest Of(long onlyA, long onlyB)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyA);
        ArgumentOutOfRangeException.ThrowIfNegative(onlyB);
        var discordant = onlyA + onlyB;
        if (discordant == 0) return new McNemarTest(1, 1);
        var fewer = Math.Min(onlyA, onlyB);
        var own = Probability(fewer, discordant);
        if (onlyA == onlyB) return new McNemarTest(1, 1 - own / 2);

        // Sum from the largest term down; what is left out is below the last bit.
        double sum = 0, term = own;
        for (var k = fewer; k >= 0 && sum + term != sum; k--)
        {
            sum += term;
            term *= k / (double)(discordant - k + 1);
        }

        var exact = Math.Min(1, 2 * sum);
        return new McNemarTest(exact, exact - own);
    }

    private static double Probability(long k, long n) =>
        Math.Exp(SpecialFunctions.LogGamma(n + 1) - SpecialFunctions.LogGamma(k + 1) - SpecialFunctions.LogGamma(n - k + 1) - n * Math.Log(2));
}
