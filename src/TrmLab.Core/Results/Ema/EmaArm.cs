using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results.Ema;

/// <summary>Runs of one kind, over their seeds.</summary>
/// <param name="Label">Such as <c>with EMA, averaged weights</c>.</param>
/// <param name="Curves">One per run.</param>
public sealed record EmaArm(string Label, IReadOnlyList<EmaCurve> Curves)
{
    /// <summary>Last results over seeds.</summary>
    public SampleSummary Last => SampleSummary.Of([.. Curves.Select(c => c.Last)]);

    /// <summary>Best results over seeds.</summary>
    public SampleSummary Best => SampleSummary.Of([.. Curves.Select(c => c.Best)]);

    /// <summary>Best less last result of each run.</summary>
    public SampleSummary BestMinusLast => SampleSummary.Of([.. Curves.Select(c => c.BestMinusLast)]);
}
