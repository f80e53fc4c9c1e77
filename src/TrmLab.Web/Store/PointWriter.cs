using System.Data.Common;
using System.Runtime.InteropServices;

namespace TrmLab.Web.Store;

/// <summary>Writes the points of one run in the caller's transaction.</summary>
internal abstract class PointWriter(DbTransaction transaction, int runId) : IDisposable
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
    public void Point(string metric, long step, double value) => Write(IdOf(metric), step, value, StoredValue.KindOf(value));

    /// <summary>Brings the tables and the counts up to date; call once behind the last point. Returns how many points replaced one of the same step.</summary>
    public int Flush()
    {
        WriteOut();
        foreach (var (id, change) in _changes)
        {
            Execute($"""
                INSERT INTO run_metrics ("RunId", "MetricId", "Count", "NonFinite", "LastStep") VALUES (@run, {id}, {change.Added}, {change.NonFinite}, @step)
                ON CONFLICT ("RunId", "MetricId") DO UPDATE SET
                    "Count" = run_metrics."Count" + excluded."Count",
                    "NonFinite" = run_metrics."NonFinite" + excluded."NonFinite",
                    "LastStep" = CASE WHEN excluded."LastStep" > run_metrics."LastStep" THEN excluded."LastStep" ELSE run_metrics."LastStep" END
                """, change.LastStep);
        }

        WriteChunks();
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
    protected abstract void Write(int metric, long step, double value, int kind);

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

    // A metric's chunks hold its first points: with a point among them that is new or another, they end before it.
    private void WriteChunks()
    {
        var chunks = new Dictionary<int, (long Points, long LastStep)>();
        using (var command = Command("SELECT metric_id, count(*), max(last_step) FROM point_chunks WHERE run_id = @run GROUP BY metric_id"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) chunks[(int)reader.GetInt64(0)] = (reader.GetInt64(1) * PointChunk.Size, reader.GetInt64(2));
        }

        foreach (var (id, change) in _changes)
        {
            if (!chunks.TryGetValue(id, out var known) || change.FirstStep > known.LastStep) continue;
            Execute($"DELETE FROM point_chunks WHERE run_id = @run AND metric_id = {id} AND last_step >= @step", change.FirstStep);
            using var left = Command($"SELECT count(*), coalesce(max(last_step), -1) FROM point_chunks WHERE run_id = @run AND metric_id = {id}");
            using var reader = left.ExecuteReader();
            reader.Read();
            chunks[id] = (reader.GetInt64(0) * PointChunk.Size, reader.GetInt64(1));
        }

        foreach (var (id, count) in Counts(_changes.Keys))
        {
            var (held, lastStep) = chunks.GetValueOrDefault(id, (0, -1));
            for (; count - held >= PointChunk.Size; held += PointChunk.Size) lastStep = WriteChunk(id, lastStep);
        }
    }

    private List<(int Metric, long Count)> Counts(IEnumerable<int> metrics)
    {
        var counts = new List<(int, long)>();
        using var command = Command($"""SELECT "MetricId", "Count" FROM run_metrics WHERE "RunId" = @run AND "Count" >= {PointChunk.Size} AND "MetricId" IN ({string.Join(',', metrics.DefaultIfEmpty(-1))})""");
        using var reader = command.ExecuteReader();
        while (reader.Read()) counts.Add((reader.GetInt32(0), reader.GetInt64(1)));
        return counts;
    }

    private long WriteChunk(int metric, long afterStep)
    {
        var points = new List<MetricPoint>(PointChunk.Size);
        using (var command = Command($"SELECT step, value, kind FROM points WHERE run_id = @run AND metric_id = {metric} AND step > @step ORDER BY step LIMIT {PointChunk.Size}", afterStep))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) points.Add(StoredValue.PointOf(reader.GetInt64(0), reader.IsDBNull(1) ? 0 : reader.GetDouble(1), reader.GetInt32(2)));
        }

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
