using Microsoft.Data.Sqlite;

namespace TrmLab.Web.Store;

/// <summary>Writes the points of one run in the caller's transaction, with prepared statements; entity tracking would be ten times slower.</summary>
internal sealed class PointWriter : IDisposable
{
    private readonly Dictionary<string, int> _metrics = [];
    private readonly Dictionary<int, (long Added, long NonFinite, long LastStep)> _changes = [];
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _step;
    private readonly int _runId;

    public PointWriter(SqliteTransaction transaction, int runId)
    {
        _transaction = transaction;
        _runId = runId;
        _insert = Command("INSERT INTO points (run_id, metric_id, step, value, kind) VALUES ($run, $metric, $step, $value, $kind) ON CONFLICT DO NOTHING");
        _update = Command("UPDATE points SET value = $value, kind = $kind WHERE run_id = $run AND metric_id = $metric AND step = $step");
        _step = Command("INSERT INTO steps (run_id, step, time, elapsed) VALUES ($run, $step, $time, $elapsed) ON CONFLICT DO NOTHING");
        foreach (var command in new[] { _insert, _update })
        {
            Add(command, "$metric", "$step", "$value", "$kind");
            command.Prepare();
        }

        Add(_step, "$step", "$time", "$elapsed");
        _step.Prepare();
    }

    /// <summary>When a step was logged.</summary>
    public void Step(long step, long time, long elapsed) => Run(_step, step, time, elapsed);

    /// <summary>Adds a point; true if it replaced one of the same step.</summary>
    public bool Point(string metric, long step, double value)
    {
        var id = IdOf(metric);
        var kind = StoredValue.KindOf(value);
        object stored = kind == 0 ? value : DBNull.Value;
        var added = Run(_insert, id, step, stored, kind) == 1;
        if (!added) Run(_update, id, step, stored, kind);
        var change = _changes.GetValueOrDefault(id);
        _changes[id] = (change.Added + (added ? 1 : 0), change.NonFinite + (added && kind != 0 ? 1 : 0), Math.Max(change.LastStep, step));
        return !added;
    }

    /// <summary>Brings the counts up to date; call once behind the last point.</summary>
    public void Flush()
    {
        using var command = Command("""
            INSERT INTO run_metrics ("RunId", "MetricId", "Count", "NonFinite", "LastStep") VALUES ($run, $metric, $added, $nonfinite, $last)
            ON CONFLICT DO UPDATE SET "Count" = "Count" + $added, "NonFinite" = "NonFinite" + $nonfinite, "LastStep" = max("LastStep", $last)
            """);
        Add(command, "$metric", "$added", "$nonfinite", "$last");
        foreach (var (id, change) in _changes) Run(command, id, change.Added, change.NonFinite, change.LastStep);
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

    private static void Add(SqliteCommand command, params string[] names)
    {
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
    }

    // The first parameter is always the run.
    private static int Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++) command.Parameters[i + 1].Value = values[i];
        return command.ExecuteNonQuery();
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
