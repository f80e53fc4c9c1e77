using TrmLab.Core.Interchange;
using TrmLab.Web.Store;

namespace TrmLab.Web.Comparison;

/// <summary>All points of a run's metric as the index has them.</summary>
internal static class StoredSeries
{
    /// <summary>The series; null if the run has no point of it.</summary>
    public static MetricSeries? Read(LabDb db, int runId, string metric)
    {
        if (db.Metrics.Where(m => m.Name == metric).Select(m => m.Id).FirstOrDefault() is not (> 0 and var id)) return null;
        var points = PointReader.Points(db, runId, id, -1).ToArray();
        return points.Length == 0 ? null : new MetricSeries(metric, [.. points.Select(p => p.Step)], [.. points.Select(p => p.Value)]);
    }
}
