using System.Data.Common;
using Npgsql;

namespace TrmLab.Web.Store;

/// <summary>Collects a batch and sends it as arrays: one round trip to the server for any number of points.</summary>
internal sealed class PostgresPointWriter(IIndexDatabase index, DbTransaction transaction, int runId) : PointWriter(index, transaction, runId)
{
    private readonly Dictionary<(int Metric, long Step), double> _points = [];
    private readonly List<(long Step, long Time, long Elapsed)> _steps = [];

    public override void Step(long step, long time, long elapsed) => _steps.Add((step, time, elapsed));

    protected override void Write(int metric, long step, double value)
    {
        if (_points.ContainsKey((metric, step))) Replaced++;
        _points[(metric, step)] = value;
    }

    protected override void WriteOut()
    {
        if (_steps.Count > 0) WriteSteps();
        if (_points.Count > 0) WritePoints();
        _steps.Clear();
        _points.Clear();
    }

    private void WriteSteps()
    {
        using var command = Command("""
            INSERT INTO steps (run_id, step, time, elapsed)
            SELECT @run, s, t, e FROM unnest(@steps, @times, @elapsed) AS row (s, t, e) ON CONFLICT DO NOTHING
            """);
        Set(command, "@steps", _steps.ConvertAll(s => s.Step));
        Set(command, "@times", _steps.ConvertAll(s => s.Time));
        Set(command, "@elapsed", _steps.ConvertAll(s => s.Elapsed));
        command.ExecuteNonQuery();
    }

    private void WritePoints()
    {
        var added = 0;
        using (var insert = PointCommand("""
            WITH added AS (
                INSERT INTO points (run_id, metric_id, step, value, kind)
                SELECT @run, m, s, v, k FROM unnest(@metrics, @steps, @values, @kinds) AS row (m, s, v, k)
                ON CONFLICT DO NOTHING RETURNING metric_id, step, kind)
            SELECT metric_id, count(*), count(*) FILTER (WHERE kind <> 0), min(step), max(step) FROM added GROUP BY metric_id
            """))
        using (var counts = insert.ExecuteReader())
        {
            while (counts.Read())
            {
                added += (int)counts.GetInt64(1);
                Count((int)counts.GetInt64(0), counts.GetInt64(1), counts.GetInt64(2), counts.GetInt64(3), counts.GetInt64(4));
            }
        }

        if (added == _points.Count) return;
        Replaced += _points.Count - added;
        foreach (var (metric, step) in _points.Keys) Count(metric, 0, 0, step, step);
        using var update = PointCommand("""
            UPDATE points SET value = v, kind = k FROM unnest(@metrics, @steps, @values, @kinds) AS row (m, s, v, k)
            WHERE run_id = @run AND metric_id = m AND step = s
            """);
        update.ExecuteNonQuery();
    }

    private DbCommand PointCommand(string sql)
    {
        var command = Command(sql);
        Set(command, "@metrics", _points.Keys.Select(k => (long)k.Metric).ToList());
        Set(command, "@steps", _points.Keys.Select(k => k.Step).ToList());
        Set(command, "@values", _points.Values.Select(v => double.IsFinite(v) ? v : (double?)null).ToList());
        Set(command, "@kinds", _points.Values.Select(StoredValue.KindOf).ToList());
        return command;
    }

    private static void Set<T>(DbCommand command, string name, List<T> values) => command.Parameters.Add(new NpgsqlParameter<List<T>>(name, values));
}
