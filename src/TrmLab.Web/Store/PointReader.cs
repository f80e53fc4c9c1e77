using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace TrmLab.Web.Store;

/// <summary>Reads points in plain SQL, in order of their steps.</summary>
internal static class PointReader
{
    /// <summary>Points of one metric behind <paramref name="afterStep"/>, at most <paramref name="limit"/>.</summary>
    public static IEnumerable<MetricPoint> Points(LabDb db, int runId, int metricId, long afterStep, long limit = long.MaxValue)
    {
        using var command = Command(db, "SELECT step, value, kind FROM points WHERE run_id = $run AND metric_id = $metric AND step > $after ORDER BY step LIMIT $limit");
        command.Parameters.AddWithValue("$run", runId);
        command.Parameters.AddWithValue("$metric", metricId);
        command.Parameters.AddWithValue("$after", afterStep);
        command.Parameters.AddWithValue("$limit", limit);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var kind = reader.GetInt32(2);
            yield return new MetricPoint(reader.GetInt64(0), kind == 0 ? reader.GetDouble(1) : StoredValue.Of(kind));
        }
    }

    /// <summary>When the steps behind <paramref name="afterStep"/> were logged: step, Unix milliseconds, milliseconds trained.</summary>
    public static IEnumerable<(long Step, long Time, long Elapsed)> Steps(LabDb db, int runId, long afterStep)
    {
        using var command = Command(db, "SELECT step, time, elapsed FROM steps WHERE run_id = $run AND step > $after ORDER BY step");
        command.Parameters.AddWithValue("$run", runId);
        command.Parameters.AddWithValue("$after", afterStep);
        using var reader = command.ExecuteReader();
        while (reader.Read()) yield return (reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>Until disposed, everything is read as it stands now. It does not keep the writer waiting.</summary>
    public static IDisposable Snapshot(LabDb db)
    {
        db.Database.OpenConnection();
        var transaction = ((SqliteConnection)db.Database.GetDbConnection()).BeginTransaction(deferred: true);
        db.Database.UseTransaction(transaction);
        return transaction;
    }

    private static SqliteCommand Command(LabDb db, string sql)
    {
        if (db.Database.GetDbConnection().State != ConnectionState.Open) db.Database.OpenConnection();
        var command = ((SqliteConnection)db.Database.GetDbConnection()).CreateCommand();
        command.Transaction = (SqliteTransaction?)db.Database.CurrentTransaction?.GetDbTransaction();
        command.CommandText = sql;
        return command;
    }
}
