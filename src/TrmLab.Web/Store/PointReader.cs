using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>Reads points in plain SQL, in order of their steps. Read one answer to its end before asking the next question.</summary>
internal static class PointReader
{
    /// <summary>
    /// Points of one metric behind <paramref name="afterStep"/> and up to <paramref name="lastStep"/>, at most <paramref name="limit"/>. Read
    /// in a <see cref="Snapshot"/> if a writer may be at work: the answer comes from two tables.
    /// </summary>
    public static MetricPoint[] Points(LabDb db, int runId, int metricId, long afterStep, long limit = long.MaxValue, long lastStep = long.MaxValue)
    {
        var points = new List<MetricPoint>();
        var inChunks = ReadChunks(db, runId, metricId, afterStep, limit, lastStep, points);
        if (points.Count < limit && inChunks < lastStep) ReadRows(db.Index, Connection(db), runId, metricId, Math.Max(afterStep, inChunks), limit - points.Count, lastStep, points);
        return [.. points];
    }

    /// <summary>Points behind a step and up to another, as they were written one by one.</summary>
    public static void ReadRows(IIndexDatabase index, DbConnection connection, int runId, int metricId, long afterStep, long limit, long lastStep, List<MetricPoint> points)
    {
        using var query = index.Statement(connection, "SELECT step, value, kind FROM points WHERE run_id = ?1 AND metric_id = ?2 AND step > ?3 AND step <= ?4 ORDER BY step LIMIT ?5");
        query.With(1, runId).With(2, metricId).With(3, afterStep).With(4, lastStep).With(5, limit);
        while (query.Next())
        {
            var kind = (int)query.Long(2);
            points.Add(new MetricPoint(query.Long(0), kind == 0 ? query.Double(1) : StoredValue.Of(kind)));
        }
    }

    /// <summary>When the steps behind <paramref name="afterStep"/> were logged: step, Unix milliseconds, milliseconds trained.</summary>
    public static IEnumerable<(long Step, long Time, long Elapsed)> Steps(LabDb db, int runId, long afterStep)
    {
        using var query = Statement(db, "SELECT step, time, elapsed FROM steps WHERE run_id = ?1 AND step > ?2 ORDER BY step");
        query.With(1, runId).With(2, afterStep);
        while (query.Next()) yield return (query.Long(0), query.Long(1), query.Long(2));
    }

    /// <summary>
    /// Until disposed, everything is read as it stands now. It does not keep the writer waiting. Within a snapshot it is that snapshot.
    /// </summary>
    public static IDisposable Snapshot(LabDb db) => db.Database.CurrentTransaction is null ? new OpenSnapshot(db, db.Index.Snapshot(Connection(db))) : new SameSnapshot();

    /// <summary>A question in plain SQL.</summary>
    public static IIndexStatement Statement(LabDb db, string sql) => db.Index.Statement(Connection(db), sql);

    // Returns the last step that the chunks account for.
    private static long ReadChunks(LabDb db, int runId, int metricId, long afterStep, long limit, long lastStep, List<MetricPoint> points)
    {
        using var query = Statement(db, "SELECT last_step, data FROM point_chunks WHERE run_id = ?1 AND metric_id = ?2 AND last_step > ?3 AND first_step <= ?4 ORDER BY last_step");
        query.With(1, runId).With(2, metricId).With(3, afterStep).With(4, lastStep);
        var known = afterStep;
        while (points.Count < limit && query.Next())
        {
            known = query.Long(0);
            var chunk = PointChunk.Unpack(query.Bytes(1));
            var begin = FirstBehind(chunk, afterStep);
            var count = Math.Min(FirstBehind(chunk, lastStep) - begin, limit - points.Count);
            if (count > 0) points.AddRange(chunk.Slice(begin, (int)count));
        }

        return known;
    }

    private static int FirstBehind(ReadOnlySpan<MetricPoint> points, long step)
    {
        var (low, high) = (0, points.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (points[middle].Step <= step) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static DbConnection Connection(LabDb db)
    {
        if (db.Database.GetDbConnection().State != ConnectionState.Open) db.Database.OpenConnection();
        return db.Database.GetDbConnection();
    }

    private sealed class OpenSnapshot : IDisposable
    {
        private readonly LabDb _db;
        private readonly DbTransaction _transaction;

        public OpenSnapshot(LabDb db, DbTransaction transaction)
        {
            (_db, _transaction) = (db, transaction);
            db.Database.UseTransaction(transaction);
        }

        public void Dispose()
        {
            _db.Database.UseTransaction(null);
            _transaction.Dispose();
        }
    }

    private sealed class SameSnapshot : IDisposable
    {
        public void Dispose()
        {
            // Whoever opened it closes it.
        }
    }
}
