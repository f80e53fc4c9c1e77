using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results.Ema;

/// <summary>Difference of two arms in one figure, first less second.</summary>
public sealed record EmaContrast
{
    private EmaContrast()
    {
    }

    /// <summary>What is compared, such as <c>averaged less raw weights, last evaluation</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Difference of the means.</summary>
    public double Estimate { get; private init; }

    /// <summary>Pairs of runs, or 0 if independent runs are compared.</summary>
    public int Pairs { get; private init; }

    /// <summary>Runs of the first arm.</summary>
    public int FirstCount { get; private init; }

    /// <summary>Runs of the second arm.</summary>
    public int SecondCount { get; private init; }

    /// <summary>Student's t for pairs, Welch's otherwise; null if there are too few runs or they do not differ at all.</summary>
    public MeanDifference? Student { get; private init; }

    /// <summary>Seeded bootstrap (BCa) interval beside it; null with fewer than 3 values on a side, where it says nothing.</summary>
    public ConfidenceInterval? Bootstrap { get; private init; }

    /// <summary>Compares by seed if both arms have the same seeds, once each; as independent runs otherwise. Null if an arm is empty.</summary>
    internal static EmaContrast? Of(string label, EmaArm first, EmaArm second, Func<EmaCurve, double> figure)
    {
        if (first.Curves.Count == 0 || second.Curves.Count == 0) return null;
        double[] a = [.. first.Curves.OrderBy(c => c.Seed).Select(figure)];
        double[] b = [.. second.Curves.OrderBy(c => c.Seed).Select(figure)];
        var paired = SeedsOf(first).SequenceEqual(SeedsOf(second)) && SeedsOf(first).Distinct().Count() == a.Length;
        double[] differences = paired ? [.. a.Zip(b, (x, y) => x - y)] : [];
        return new EmaContrast
        {
            Label = label,
            Estimate = a.Average() - b.Average(),
            Pairs = differences.Length,
            FirstCount = a.Length,
            SecondCount = b.Length,
            Student = paired ? MeanDifference.Paired(b, a) : MeanDifference.Welch(SampleSummary.Of(b), SampleSummary.Of(a)),
            Bootstrap = Math.Min(a.Length, b.Length) < 3
                ? null
                : (paired ? Statistics.Bootstrap.Mean(differences) : Statistics.Bootstrap.MeanDifference(b, a)).BiasCorrectedAccelerated(),
        };
    }

    private static IEnumerable<long> SeedsOf(EmaArm arm) => arm.Curves.Select(c => c.Seed).Order();
}
