using TrmLab.Core.Interchange;

namespace TrmLab.Core.Results.Ema;

/// <summary>A run as the EMA ablation sees it: exact accuracy (0 to 1) of its raw and, if it has them, of its averaged weights at each evaluation.</summary>
public sealed record EmaRun
{
    public required string Name { get; init; }

    public required long Seed { get; init; }

    /// <summary>Such as <c>raw/all/exact_accuracy</c>; null if raw weights were not evaluated.</summary>
    public MetricSeries? Raw { get; init; }

    /// <summary>Such as <c>ema/all/exact_accuracy</c>; null for a run without EMA.</summary>
    public MetricSeries? Averaged { get; init; }

    /// <summary>Puzzles per evaluation; 0 if unknown.</summary>
    public long Puzzles { get; init; }

    /// <summary>Whether all planned steps were trained.</summary>
    public bool Finished { get; init; } = true;

    /// <summary>Whether the run averages weights.</summary>
    public bool WithEma => Averaged is not null;
}
