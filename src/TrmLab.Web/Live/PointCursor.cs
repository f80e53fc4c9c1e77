using System.Data.Common;
using TrmLab.Web.Store;

namespace TrmLab.Web.Live;

/// <summary>Points that are new since the last call.</summary>
/// <param name="Restarted">What was delivered before is void (the run resumed from an earlier step, or the index was built anew): begin again.</param>
/// <param name="Series">New points by metric name.</param>
/// <param name="More">A limit was reached: call again without waiting.</param>
public sealed record PointChange(bool Restarted, IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Series, bool More);

/// <summary>
/// Where one reader stands in one run's points: per metric the last step it got. Each call reads one consistent snapshot, so the
/// points of all calls together are the run's points, each exactly once.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="run">The run's id.</param>
/// <param name="afterStep">Points up to this step are not wanted; -1 for all.</param>
/// <param name="wanted">Which metrics to read; null for all.</param>
public sealed class PointCursor(RunIndex index, string run, long afterStep = -1, Func<string, bool>? wanted = null)
{
    private readonly Dictionary<string, long> _last = [];
    private (int Generation, int RunId, int Revision)? _seen;

    /// <summary>Reads what is new.</summary>
    /// <param name="limitPerMetric">Points of one metric at most.</param>
    /// <param name="enough">Points of all metrics after which the others wait for the next call.</param>
    public PointChange Read(long limitPerMetric = long.MaxValue, long enough = long.MaxValue)
    {
        try
        {
            return ReadSnapshot(limitPerMetric, enough);
        }
        catch (DbException e)
        {
            index.Report(e);
            throw;
        }
    }

    private PointChange ReadSnapshot(long limitPerMetric, long enough)
    {
        var generation = index.Generation;
        using var db = index.Open();
        using var snapshot = PointReader.Snapshot(db);
        var row = db.Runs.Where(r => r.Run == run).Select(r => new { r.Id, r.Revision }).FirstOrDefault();
        var now = (generation, row?.Id ?? 0, row?.Revision ?? 0);
        var restarted = _seen is not null && _seen != now;
        if (restarted) _last.Clear();
        _seen = now;
        var series = new Dictionary<string, IReadOnlyList<MetricPoint>>();
        var more = false;
        long read = 0;
        if (row is null) return new PointChange(restarted, series, false);
        var metrics = db.RunMetrics.Where(m => m.RunId == row.Id)
            .Join(db.Metrics, m => m.MetricId, m => m.Id, (r, m) => new { m.Name, m.Id, r.LastStep }).ToArray();
        foreach (var metric in metrics)
        {
            var from = _last.GetValueOrDefault(metric.Name, afterStep);
            if (metric.LastStep <= from || wanted?.Invoke(metric.Name) == false) continue;
            if (read >= enough)
            {
                more = true;
                break;
            }

            var points = PointReader.Points(db, row.Id, metric.Id, from, limitPerMetric);
            if (points.Length == 0) continue;
            read += points.Length;
            more |= points.Length == limitPerMetric;
            _last[metric.Name] = points[^1].Step;
            series[metric.Name] = points;
        }

        return new PointChange(restarted, series, more);
    }
}
