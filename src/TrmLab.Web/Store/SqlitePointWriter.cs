using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace TrmLab.Web.Store;

/// <summary>
/// Keeps the new points of each metric until there are enough for one statement: SQLite is in this process, and what a point costs is
/// mostly to find its place in the table, which points that follow each other need to do only once.
/// </summary>
internal sealed class SqlitePointWriter : PointWriter
{
    private const int RowsPerStatement = 64;

    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _step;
    private readonly List<(long Step, long Time, long Elapsed)> _steps = [];

    // Made when there are so many rows: a look at a live run brings a handful, and does not pay for them.
    private SqliteStatement? _insertMany;
    private SqliteStatement? _stepMany;

    // By metric; null until the database was asked.
    private Dictionary<int, Tail>? _tails;

    public SqlitePointWriter(IIndexDatabase index, DbTransaction transaction, int runId)
        : base(index, transaction, runId)
    {
        _insert = Prepare(InsertPoints(1) + " ON CONFLICT DO NOTHING");
        _update = Prepare($"UPDATE points SET value = ?3, kind = ?4 WHERE run_id = {runId} AND metric_id = ?1 AND step = ?2");
        _step = Prepare(InsertSteps(1));
    }

    public override void Step(long step, long time, long elapsed)
    {
        _steps.Add((step, time, elapsed));
        if (_steps.Count < RowsPerStatement) return;
        _stepMany ??= Prepare(InsertSteps(RowsPerStatement));
        for (var i = 0; i < RowsPerStatement; i++) Bind(_stepMany, i, _steps[i]);
        _stepMany.Run();
        _steps.Clear();
    }

    public override void Dispose()
    {
        _insert.Dispose();
        _insertMany?.Dispose();
        _update.Dispose();
        _step.Dispose();
        _stepMany?.Dispose();
    }

    protected override void Write(int metric, long step, double value)
    {
        _tails ??= ReadTails();
        if (!_tails.TryGetValue(metric, out var tail)) tail = _tails[metric] = new Tail(long.MinValue);
        if (step <= tail.LastStep)
        {
            // Somewhere among the others, or in the place of one of them.
            WriteOneByOne(metric, tail.Waiting);
            WriteOne(metric, new MetricPoint(step, value));
            return;
        }

        tail.LastStep = step;
        tail.Waiting.Add(new MetricPoint(step, value));
        if (tail.Waiting.Count == RowsPerStatement) WriteTogether(metric, tail.Waiting);
    }

    protected override void WriteOut()
    {
        foreach (var (metric, tail) in _tails ?? []) WriteOneByOne(metric, tail.Waiting);
        // Who deletes points afterwards makes other steps the last.
        _tails = null;
        foreach (var step in _steps)
        {
            Bind(_step, 0, step);
            _step.Run();
        }

        _steps.Clear();
    }

    // A row's first parameter; ?1 is the metric.
    private static int Parameter(int row) => 2 + 3 * row;

    private static void Bind(SqliteStatement statement, int row, (long Step, long Time, long Elapsed) step) =>
        statement.With(Parameter(row), step.Step).With(Parameter(row) + 1, step.Time).With(Parameter(row) + 2, step.Elapsed);

    private SqliteStatement Prepare(string sql) => new((SqliteConnection)Connection, sql);

    private string InsertPoints(int rows) => $"INSERT INTO points (run_id, metric_id, step, value, kind) VALUES {Rows(rows, ", ?1")}";

    private string InsertSteps(int rows) => $"INSERT INTO steps (run_id, step, time, elapsed) VALUES {Rows(rows, "")} ON CONFLICT DO NOTHING";

    private string Rows(int count, string metric) =>
        string.Join(", ", Enumerable.Range(0, count).Select(i => $"({RunId}{metric}, ?{Parameter(i)}, ?{Parameter(i) + 1}, ?{Parameter(i) + 2})"));

    private void WriteTogether(int metric, List<MetricPoint> points)
    {
        _insertMany ??= Prepare(InsertPoints(RowsPerStatement));
        _insertMany.With(1, metric);
        var nonFinite = 0;
        for (var i = 0; i < points.Count; i++)
        {
            var (step, value) = points[i];
            var kind = StoredValue.KindOf(value);
            nonFinite += kind == 0 ? 0 : 1;
            _insertMany.With(Parameter(i), step).With(Parameter(i) + 1, value).With(Parameter(i) + 2, kind);
        }

        _insertMany.Run();
        Count(metric, points.Count, nonFinite, points[0].Step, points[^1].Step);
        points.Clear();
    }

    private void WriteOneByOne(int metric, List<MetricPoint> points)
    {
        foreach (var point in points) WriteOne(metric, point);
        points.Clear();
    }

    private void WriteOne(int metric, MetricPoint point)
    {
        var kind = StoredValue.KindOf(point.Value);
        var added = _insert.With(1, metric).With(2, point.Step).With(3, point.Value).With(4, kind).Run();
        Count(metric, added ? 1 : 0, added && kind != 0 ? 1 : 0, point.Step, point.Step);
        if (added) return;
        _update.With(1, metric).With(2, point.Step).With(3, point.Value).With(4, kind).Run();
        Replaced++;
    }

    private Dictionary<int, Tail> ReadTails()
    {
        var tails = new Dictionary<int, Tail>();
        using var command = Command("""SELECT "MetricId", "LastStep" FROM run_metrics WHERE "RunId" = @run""");
        using var reader = command.ExecuteReader();
        while (reader.Read()) tails.Add(reader.GetInt32(0), new Tail(reader.GetInt64(1)));
        return tails;
    }

    /// <summary>The end of a metric's points.</summary>
    private sealed class Tail(long lastStep)
    {
        /// <summary>The greatest step, written or waiting.</summary>
        public long LastStep { get; set; } = lastStep;

        /// <summary>Points behind all that are written, in the order of their steps.</summary>
        public List<MetricPoint> Waiting { get; } = [];
    }
}
