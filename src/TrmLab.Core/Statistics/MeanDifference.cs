namespace TrmLab.Core.Statistics;

/// <summary>Difference of two means with Student's interval: Welch's for independent samples, or of the differences within pairs.</summary>
/// <param name="Difference">Second less first mean.</param>
/// <param name="StandardError">Of the difference.</param>
/// <param name="DegreesOfFreedom">N - 1 for pairs, Welch-Satterthwaite's otherwise.</param>
/// <param name="Pairs">Number of pairs; 0 for independent samples.</param>
public readonly record struct MeanDifference(double Difference, double StandardError, double DegreesOfFreedom, int Pairs)
{
    /// <summary>Independent samples of possibly unequal spread (Welch 1947); null if one has fewer than 2 values or both have no spread.</summary>
    public static MeanDifference? Welch(SampleSummary first, SampleSummary second)
    {
        if (first.Count < 2 || second.Count < 2) return null;
        var a = first.StandardError * first.StandardError;
        var b = second.StandardError * second.StandardError;
        return a + b > 0
            ? new MeanDifference(second.Mean - first.Mean, Math.Sqrt(a + b), (a + b) * (a + b) / (a * a / (first.Count - 1) + b * b / (second.Count - 1)), 0)
            : null;
    }

    /// <summary>Pairs, such as two trainings from one seed; null with fewer than 2 pairs or differences without spread.</summary>
    public static MeanDifference? Paired(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length != second.Length) throw new ArgumentException("Pairs are expected: as many values in both.", nameof(second));
        var differences = new double[first.Length];
        for (var i = 0; i < differences.Length; i++) differences[i] = second[i] - first[i];
        var summary = SampleSummary.Of(differences);
        return summary is { Count: >= 2, StandardDeviation: > 0 }
            ? new MeanDifference(summary.Mean, summary.StandardError, summary.Count - 1, summary.Count)
            : null;
    }

    /// <summary>Student's t: the difference in standard errors.</summary>
    public double T => Difference / StandardError;

    /// <summary>Two-sided p of "the means are equal".</summary>
    public double P => StudentDistribution.TwoSidedP(T, DegreesOfFreedom);

    public ConfidenceInterval Interval(double level = 0.95)
    {
        var half = StudentDistribution.TwoSided(level, DegreesOfFreedom) * StandardError;
        return new ConfidenceInterval(Difference - half, Difference + half, level);
    }
}
