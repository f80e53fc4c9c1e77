using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>Reads points in plain SQL, in order of their steps. Read one answer to its end before asking the next question.</summary>
internal static class PointReader
{
    /// <summary>Points of one metric behind <paramref name="afterStep"/>, at most <paramref name="limit"/>.</summary>
    public static IEnumerable<MetricPoint> Points(LabDb db, int runId, int metricId, long afterStep, long limit = long.MaxValue)
    {
        using var query = Statement(db, "SELECT step, value, kind FROM points WHERE run_id = ?1 AND metric_id = ?2 AND step > ?3 ORDER BY step LIMIT ?4");
        query.With(1, runId).With(2, metricId).With(3, afterStep).With(4, limit);
        while (query.Next())
        {
            var kind = (int)query.Long(2);
            yield return new MetricPoint(query.Long(0), kind == 0 ? query.Double(1) : StoredValue.Of(kind));
        }
    }

    /// <summary>When the steps behind <paramref name="afterStep"/> were logged: step, Unix milliseconds, milliseconds trained.</summary>
    public static IEnumerable<(long Step, long Time, long Elapsed)> Steps(LabDb db, int runId, long afterStep)
    {
        using var query = Statement(db, "SELECT step, time, elapsed FROM steps WHERE run_id = ?1 AND step > ?2 ORDER BY step");
        query.With(1, runId).With(2, afterStep);
        while (query.Next()) yield return (query.Long(0), query.Long(1), query.Long(2));
    }

    /// <summary>Until disposed, everything is read as it stands now. It does not keep the writer waiting.</summary>
    public static IDisposable Snapshot(LabDb db)
    {
        var transaction = db.Index.Snapshot(Connection(db));
        db.Database.UseTransaction(transaction);
        return transaction;
    }

    private static IIndexStatement Statement(LabDb db, string sql) => db.Index.Statement(Connection(db), sql);

    private static DbConnection Connection(LabDb db)
    {
        if (db.Database.GetDbConnection().State != ConnectionState.Open) db.Database.OpenConnection();
        return db.Database.GetDbConnection();
    }
}
