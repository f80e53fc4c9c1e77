using TrmLab.Core.Interchange;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>All points of a run's metric as the index has them.</summary>
internal static class StoredSeries
{
    /// <summary>The series; null if the run has no point of it.</summary>
    /// <param name="db">The index.</param>
    /// <param name="runId">The run's row.</param>
    /// <param name="metric">Its name.</param>
    /// <param name="times">Unix seconds by step, where they are wanted.</param>
    public static MetricSeries? Read(LabDb db, int runId, string metric, IReadOnlyDictionary<long, double>? times = null)
    {
        if (db.Metrics.Where(m => m.Name == metric).Select(m => m.Id).FirstOrDefault() is not (> 0 and var id)) return null;
        using var snapshot = PointReader.Snapshot(db);
        var points = PointReader.Points(db, runId, id, -1);
        return points.Length == 0 ? null : new MetricSeries(metric, [.. points.Select(p => p.Step)], [.. points.Select(p => p.Value)], times is null ? null : [.. points.Select(p => times.TryGetValue(p.Step, out var time) ? time : double.NaN)]);
    }
}
