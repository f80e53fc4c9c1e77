using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace TrmLab.Web.Store;

/// <summary>Writes the points of one run in the caller's transaction, with prepared statements.</summary>
internal sealed class PointWriter : IDisposable
{
    private readonly Dictionary<string, int> _metrics = [];
    private readonly Dictionary<int, (long Added, long NonFinite, long LastStep)> _changes = [];
    private readonly SqliteTransaction _transaction;
    private readonly FastStatement _insert;
    private readonly FastStatement _update;
    private readonly FastStatement _step;
    private readonly int _runId;

    public PointWriter(SqliteTransaction transaction, int runId)
    {
        _transaction = transaction;
        _runId = runId;
        var connection = transaction.Connection!;
        _insert = new FastStatement(connection, $"INSERT INTO points (run_id, metric_id, step, value, kind) VALUES ({runId}, ?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
        _update = new FastStatement(connection, $"UPDATE points SET value = ?3, kind = ?4 WHERE run_id = {runId} AND metric_id = ?1 AND step = ?2");
        _step = new FastStatement(connection, $"INSERT INTO steps (run_id, step, time, elapsed) VALUES ({runId}, ?1, ?2, ?3) ON CONFLICT DO NOTHING");
    }

    /// <summary>When a step was logged.</summary>
    public void Step(long step, long time, long elapsed) => _step.With(1, step).With(2, time).With(3, elapsed).Run();

    /// <summary>Adds a point; true if it replaced one of the same step.</summary>
    public bool Point(string metric, long step, double value)
    {
        var id = IdOf(metric);
        var kind = StoredValue.KindOf(value);
        var added = _insert.With(1, id).With(2, step).With(3, value).With(4, kind).Run();
        if (!added) _update.With(1, id).With(2, step).With(3, value).With(4, kind).Run();
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, id, out _);
        change = (change.Added + (added ? 1 : 0), change.NonFinite + (added && kind != 0 ? 1 : 0), Math.Max(change.LastStep, step));
        return !added;
    }

    /// <summary>Brings the counts up to date; call once behind the last point.</summary>
    public void Flush()
    {
        using var statement = new FastStatement(_transaction.Connection!, $"""
            INSERT INTO run_metrics ("RunId", "MetricId", "Count", "NonFinite", "LastStep") VALUES ({_runId}, ?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET "Count" = "Count" + ?2, "NonFinite" = "NonFinite" + ?3, "LastStep" = max("LastStep", ?4)
            """);
        foreach (var (id, change) in _changes) statement.With(1, id).With(2, change.Added).With(3, change.NonFinite).With(4, change.LastStep).Run();
        _changes.Clear();
    }

    /// <summary>Deletes all points later than a step and counts again; returns the training time at that step in milliseconds.</summary>
    public long VoidAfter(long step)
    {
        const string Metrics = """SELECT "MetricId" FROM run_metrics WHERE "RunId" = $run""";
        Execute($"DELETE FROM points WHERE run_id = $run AND metric_id IN ({Metrics}) AND step > $step", step);
        Execute("DELETE FROM steps WHERE run_id = $run AND step > $step", step);
        Execute("""
            UPDATE run_metrics SET
                "Count" = (SELECT count(*) FROM points p WHERE p.run_id = $run AND p.metric_id = "MetricId"),
                "NonFinite" = (SELECT count(*) FROM points p WHERE p.run_id = $run AND p.metric_id = "MetricId" AND p.kind <> 0),
                "LastStep" = (SELECT coalesce(max(step), 0) FROM points p WHERE p.run_id = $run AND p.metric_id = "MetricId")
            WHERE "RunId" = $run AND $step = $step
            """, step);
        Execute("""DELETE FROM run_metrics WHERE "RunId" = $run AND "Count" = 0 AND $step = $step""", step);
        using var elapsed = Command("SELECT elapsed FROM steps WHERE run_id = $run AND step <= $step ORDER BY step DESC LIMIT 1");
        elapsed.Parameters.AddWithValue("$step", step);
        return elapsed.ExecuteScalar() is long ms ? ms : 0;
    }

    public void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _step.Dispose();
    }

    private SqliteCommand Command(string sql)
    {
        var command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$run", _runId);
        return command;
    }

    private void Execute(string sql, long step)
    {
        using var command = Command(sql);
        command.Parameters.AddWithValue("$step", step);
        command.ExecuteNonQuery();
    }

    private int IdOf(string metric)
    {
        if (_metrics.TryGetValue(metric, out var known)) return known;
        using var command = _transaction.Connection!.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = """
            INSERT INTO metrics ("Name") VALUES ($name) ON CONFLICT DO NOTHING;
            SELECT "Id" FROM metrics WHERE "Name" = $name
            """;
        command.Parameters.AddWithValue("$name", metric);
        return _metrics[metric] = Convert.ToInt32(command.ExecuteScalar());
    }
}
