using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace TrmLab.Web.Store;

/// <summary>
/// A prepared statement without the layers of ADO.NET, in the transaction that the connection has open. Points come and go by the
/// hundred thousand, and there a command object costs several times what SQLite itself does.
/// </summary>
internal sealed class SqliteStatement : IIndexStatement
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle ?? throw new InvalidOperationException("the connection is closed");
        Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement));
    }

    public IIndexStatement With(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, parameter, value));
        return this;
    }

    public IIndexStatement With(int parameter, double value)
    {
        Check(double.IsFinite(value) ? raw.sqlite3_bind_double(_statement, parameter, value) : raw.sqlite3_bind_null(_statement, parameter));
        return this;
    }

    public bool Run()
    {
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE) Check(result);
        return raw.sqlite3_changes(_connection) > 0;
    }

    public bool Next()
    {
        var result = raw.sqlite3_step(_statement);
        Check(result);
        return result == raw.SQLITE_ROW;
    }

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public double Double(int column) => raw.sqlite3_column_double(_statement, column);

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)) throw new SqliteException(raw.sqlite3_errmsg(_connection).utf8_to_string(), result & 0xff, result);
    }
}
