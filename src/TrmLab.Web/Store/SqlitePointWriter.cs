using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace TrmLab.Web.Store;

/// <summary>Writes each point at once with prepared statements: SQLite is in this process, so a statement costs a microsecond.</summary>
internal sealed class SqlitePointWriter : PointWriter
{
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _update;
    private readonly SqliteStatement _step;

    public SqlitePointWriter(IIndexDatabase index, DbTransaction transaction, int runId)
        : base(index, transaction, runId)
    {
        var connection = (SqliteConnection)Connection;
        _insert = new SqliteStatement(connection, $"INSERT INTO points (run_id, metric_id, step, value, kind) VALUES ({runId}, ?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
        _update = new SqliteStatement(connection, $"UPDATE points SET value = ?3, kind = ?4 WHERE run_id = {runId} AND metric_id = ?1 AND step = ?2");
        _step = new SqliteStatement(connection, $"INSERT INTO steps (run_id, step, time, elapsed) VALUES ({runId}, ?1, ?2, ?3) ON CONFLICT DO NOTHING");
    }

    public override void Step(long step, long time, long elapsed) => _step.With(1, step).With(2, time).With(3, elapsed).Run();

    public override void Dispose()
    {
        _insert.Dispose();
        _update.Dispose();
        _step.Dispose();
    }

    protected override void Write(int metric, long step, double value, int kind)
    {
        var added = _insert.With(1, metric).With(2, step).With(3, value).With(4, kind).Run();
        Count(metric, added ? 1 : 0, added && kind != 0 ? 1 : 0, step, step);
        if (added) return;
        _update.With(1, metric).With(2, step).With(3, value).With(4, kind).Run();
        Replaced++;
    }
}
