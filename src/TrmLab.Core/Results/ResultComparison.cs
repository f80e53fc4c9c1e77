using System.Globalization;

namespace TrmLab.Core.Results;

/// <summary>A result of this lab beside the published one of the same model, with what the comparison does and does not allow.</summary>
public sealed record ResultComparison
{
    private ResultComparison(LabResult lab, PublishedResult published)
    {
        Lab = lab;
        Published = published;
        Difference = lab.Score - published.Score;
        (Comparable, NotComparable) = ComparisonText.Of(lab, published);
    }

    public LabResult Lab { get; }

    public PublishedResult Published { get; }

    /// <summary>This lab's less the published figure, in percentage points.</summary>
    public double Difference { get; }

    /// <summary>In what the two agree, in sentences.</summary>
    public IReadOnlyList<string> Comparable { get; }

    /// <summary>In what they differ or may differ, in sentences.</summary>
    public IReadOnlyList<string> NotComparable { get; }

    /// <summary>Such as <c>86.1 % of 1,000 puzzles (95 % interval 83.8 to 88.1), published 87.4: -1.3 points</c>.</summary>
    public string Summary
    {
        get
        {
            var interval = Lab.Interval();
            return string.Create(CultureInfo.InvariantCulture,
                $"{Lab.Score:0.0} % of {Lab.Puzzles:N0} puzzles (95 % interval {100 * interval.Lower:0.0} to {100 * interval.Upper:0.0}), published {Published.Score:0.0}: {Difference:+0.0;-0.0;0.0} points");
        }
    }

    /// <summary>Compares with the published row of the same task and mixer.</summary>
    /// <exception cref="InputException">No puzzles were tested.</exception>
    public static ResultComparison Of(LabResult lab) => lab.Puzzles > 0
        ? new ResultComparison(lab, PublishedResults.TrmRow(lab.Task, lab.TokenMlp))
        : throw new InputException($"{lab.Run}: no puzzles were tested; evaluate first.");
}
