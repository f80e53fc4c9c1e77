using Npgsql;
using NpgsqlTypes;

namespace TrmLab.Web.Store;

/// <summary>A statement for PostgreSQL, where a parameter is <c>$1</c> rather than <c>?1</c>.</summary>
internal sealed class PostgresStatement(NpgsqlConnection connection, string sql) : IIndexStatement
{
    private readonly NpgsqlCommand _command = new(sql.Replace('?', '$'), connection);
    private NpgsqlDataReader? _reader;

    public IIndexStatement With(int parameter, long value) => Set(parameter, new NpgsqlParameter<long> { TypedValue = value });

    public IIndexStatement With(int parameter, double value) =>
        Set(parameter, new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Double, Value = double.IsFinite(value) ? value : DBNull.Value });

    public bool Run() => _command.ExecuteNonQuery() > 0;

    public bool Next()
    {
        _reader ??= _command.ExecuteReader();
        return _reader.Read();
    }

    public long Long(int column) => _reader!.IsDBNull(column) ? 0 : _reader.GetInt64(column);

    public double Double(int column) => _reader!.IsDBNull(column) ? 0 : _reader.GetDouble(column);

    public ReadOnlySpan<byte> Bytes(int column) => _reader!.GetFieldValue<byte[]>(column);

    public void Dispose()
    {
        _reader?.Dispose();
        _command.Dispose();
    }

    private PostgresStatement Set(int parameter, NpgsqlParameter value)
    {
        while (_command.Parameters.Count < parameter) _command.Parameters.Add(new NpgsqlParameter());
        _command.Parameters[parameter - 1] = value;
        return this;
    }
}
