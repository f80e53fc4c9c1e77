using System.Data.Common;
using System.Runtime.InteropServices;

namespace TrmLab.Web.Store;

/// <summary>Writes the points of one run in the caller's transaction.</summary>
/// <param name="index">The database.</param>
/// <param name="transaction">Open.</param>
/// <param name="runId">The run's row.</param>
internal abstract class PointWriter(IIndexDatabase index, DbTransaction transaction, int runId) : IDisposable
{
    private readonly Dictionary<string, int> _metrics = [];
    private readonly Dictionary<int, (long Added, long NonFinite, long FirstStep, long LastStep)> _changes = [];

    protected int RunId => runId;

    protected DbConnection Connection { get; } = transaction.Connection!;

    /// <summary>Points that took the place of one of the same step, since the last <see cref="Flush"/>.</summary>
    protected int Replaced { get; set; }

    /// <summary>When a step was logged.</summary>
    public abstract void Step(long step, long time, long elapsed);

    /// <summary>Adds a point, or puts it in the place of one of the same step.</summary>
    public void Point(string metric, long step, double value) => Write(IdOf(metric), step, value);

    /// <summary>Brings the tables and the counts up to date; call once behind the last point. Returns how many points replaced one of the same step.</summary>
    public int Flush()
    {
        WriteOut();
        foreach (var (id, change) in _changes)
        {
            // A metric's chunks hold its first points: with a point among them that is new or another, they end before it.
            Execute($"""
                DELETE FROM point_chunks WHERE run_id = @run AND metric_id = {id} AND last_step >= {change.FirstStep};
                INSERT INTO run_metrics ("RunId", "MetricId", "Count", "NonFinite", "LastStep") VALUES (@run, {id}, {change.Added}, {change.NonFinite}, @step)
                ON CONFLICT ("RunId", "MetricId") DO UPDATE SET
                    "Count" = run_metrics."Count" + excluded."Count",
                    "NonFinite" = run_metrics."NonFinite" + excluded."NonFinite",
                    "LastStep" = CASE WHEN excluded."LastStep" > run_metrics."LastStep" THEN excluded."LastStep" ELSE run_metrics."LastStep" END
                """, change.LastStep);
        }

        if (_changes.Count > 0) WriteChunks();
        _changes.Clear();
        var replaced = Replaced;
        Replaced = 0;
        return replaced;
    }

    /// <summary>Deletes all points later than a step and counts again; returns the training time at that step in milliseconds.</summary>
    public long VoidAfter(long step)
    {
        Flush();
        const string Metrics = """SELECT "MetricId" FROM run_metrics WHERE "RunId" = @run""";
        Execute($"DELETE FROM points WHERE run_id = @run AND metric_id IN ({Metrics}) AND step > @step", step);
        Execute("DELETE FROM point_chunks WHERE run_id = @run AND last_step > @step", step);
        Execute("DELETE FROM steps WHERE run_id = @run AND step > @step", step);
        Execute("""
            UPDATE run_metrics SET
                "Count" = (SELECT count(*) FROM points p WHERE p.run_id = @run AND p.metric_id = "MetricId"),
                "NonFinite" = (SELECT count(*) FROM points p WHERE p.run_id = @run AND p.metric_id = "MetricId" AND p.kind <> 0),
                "LastStep" = (SELECT coalesce(max(step), 0) FROM points p WHERE p.run_id = @run AND p.metric_id = "MetricId")
            WHERE "RunId" = @run
            """);
        Execute("""DELETE FROM run_metrics WHERE "RunId" = @run AND "Count" = 0""");
        using var elapsed = Command("SELECT elapsed FROM steps WHERE run_id = @run AND step <= @step ORDER BY step DESC LIMIT 1", step);
        return elapsed.ExecuteScalar() is long ms ? ms : 0;
    }

    public virtual void Dispose()
    {
    }

    /// <summary>Takes one point; it may stay in memory until <see cref="WriteOut"/>.</summary>
    protected abstract void Write(int metric, long step, double value);

    /// <summary>Writes what is still in memory.</summary>
    protected virtual void WriteOut()
    {
    }

    /// <summary>Notes that points of a metric came or were replaced, between two steps.</summary>
    protected void Count(int metric, long added, long nonFinite, long firstStep, long lastStep)
    {
        ref var change = ref CollectionsMarshal.GetValueRefOrAddDefault(_changes, metric, out var known);
        change = (change.Added + added, change.NonFinite + nonFinite, known ? Math.Min(change.FirstStep, firstStep) : firstStep, Math.Max(change.LastStep, lastStep));
    }

    /// <summary>A command in the transaction that knows <c>@run</c>, and <c>@step</c> if there is one.</summary>
    protected DbCommand Command(string sql, long? step = null)
    {
        var command = Connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        Set(command, "@run", runId);
        if (step is { } value) Set(command, "@step", value);
        return command;
    }

    private void WriteChunks()
    {
        var lacking = new List<(int Metric, long Chunks, long AfterStep)>();
        using (var command = Command($"""
            SELECT m."MetricId", m."Count" / {PointChunk.Size} - count(c.last_step), coalesce(max(c.last_step), -1)
            FROM run_metrics m LEFT JOIN point_chunks c ON c.run_id = m."RunId" AND c.metric_id = m."MetricId"
            WHERE m."RunId" = @run AND m."Count" >= {PointChunk.Size} GROUP BY m."MetricId", m."Count"
            """))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) lacking.Add((reader.GetInt32(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        foreach (var (metric, chunks, afterStep) in lacking)
        {
            var last = afterStep;
            for (var i = 0; i < chunks; i++) last = WriteChunk(metric, last);
        }
    }

    private long WriteChunk(int metric, long afterStep)
    {
        var points = new List<MetricPoint>(PointChunk.Size);
        PointReader.ReadRows(index, Connection, runId, metric, afterStep, PointChunk.Size, long.MaxValue, points);
        using var insert = Command($"INSERT INTO point_chunks (run_id, metric_id, first_step, last_step, data) VALUES (@run, {metric}, @step, @last, @data)", points[0].Step);
        Set(insert, "@last", points[^1].Step);
        Set(insert, "@data", PointChunk.Pack(CollectionsMarshal.AsSpan(points)));
        insert.ExecuteNonQuery();
        return points[^1].Step;
    }

    private static void Set(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    private void Execute(string sql, long? step = null)
    {
        using var command = Command(sql, step);
        command.ExecuteNonQuery();
    }

    private int IdOf(string metric)
    {
        if (_metrics.TryGetValue(metric, out var known)) return known;
        using var command = Command("""
            INSERT INTO metrics ("Name") VALUES (@name) ON CONFLICT DO NOTHING;
            SELECT "Id" FROM metrics WHERE "Name" = @name
            """);
        Set(command, "@name", metric);
        return _metrics[metric] = Convert.ToInt32(command.ExecuteScalar());
    }
}
