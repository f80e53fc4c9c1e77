namespace TrmLab.Core.Interchange;

/// <summary>What an import found.</summary>
/// <param name="Source">The file or directory it came from.</param>
/// <param name="Series">One per metric, by name.</param>
/// <param name="Notes">What was skipped, damaged or replaced, in sentences for the user; empty if nothing was.</param>
public sealed record ImportedRun(string Source, IReadOnlyList<MetricSeries> Series, IReadOnlyList<string> Notes)
{
    /// <summary>Points of all metrics.</summary>
    public long Points => Series.Sum(s => (long)s.Count);
}
