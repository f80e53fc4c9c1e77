using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using TrmLab.Core;

namespace TrmLab.Web.Store;

/// <summary>
/// The index in a PostgreSQL database, for a data folder on a network file system (where SQLite's locks do not hold) or a lab of many
/// readers. All tables lie in one schema, <c>trmlab</c> unless the connection string names another with <c>Search Path</c>.
/// </summary>
internal sealed class PostgresDatabase : IIndexDatabase
{
    private readonly NpgsqlDataSource _source;
    private readonly string _schema;
    private readonly string _dataRoot;

    /// <param name="connectionString">As Npgsql reads it.</param>
    /// <param name="dataRoot">The data folder whose runs are indexed: two folders in one schema would forget each other's runs.</param>
    /// <exception cref="InputException">The connection string cannot be read.</exception>
    public PostgresDatabase(string connectionString, string dataRoot)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { ApplicationName = "TRM Lab" };
            if (string.IsNullOrEmpty(settings.SearchPath)) settings.SearchPath = "trmlab";
            _schema = settings.SearchPath.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? settings.SearchPath : throw new ArgumentException("Search Path must name one schema of letters, digits and underscores");
            Name = $"{settings.Host}{(settings.Port == NpgsqlConnection.DefaultPort ? "" : $":{settings.Port}")}/{settings.Database} (schema {_schema})";
            _source = NpgsqlDataSource.Create(settings);
        }
        catch (ArgumentException e)
        {
            throw new InputException($"Lab:Index: not a PostgreSQL connection string: {e.Message}; expected \"Host=...;Database=...;Username=...\"", e);
        }

        _dataRoot = dataRoot;
        ReadOptions = new DbContextOptionsBuilder<LabDb>().UseNpgsql(_source).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;
    }

    public string Name { get; }

    // A server's tables do not go away like a file; whoever drops them is noticed by the next question, see IsDamage.
    public bool IsMissing => false;

    public DbContextOptions<LabDb> ReadOptions { get; }

    public string? Fault()
    {
        try
        {
            using var connection = _source.OpenConnection();
            using var exists = new NpgsqlCommand("SELECT to_regclass('lab_index') IS NOT NULL", connection);
            if (exists.ExecuteScalar() is not true) return "there is none yet";
            using var command = new NpgsqlCommand("SELECT version, data_root FROM lab_index", connection);
            using var row = command.ExecuteReader();
            if (!row.Read()) return "it was not finished";
            var (version, owner) = (row.GetInt32(0), row.GetString(1));
            if (owner != _dataRoot) throw new InputException($"Lab:Index: {Name} indexes the data folder {owner}; give each folder a schema of its own (Search Path=...), or take this one over with the verb reindex");
            return version == LabSchema.Version ? null : LabSchema.OtherVersion;
        }
        catch (NpgsqlException e)
        {
            throw new InputException($"Lab:Index: cannot use PostgreSQL at {Name}: {e.Message}; the server must run, and the database and its user exist", e);
        }
    }

    public bool IsDamage(Exception e) => e is PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted }
        || (e.InnerException is { } inner && IsDamage(inner));

    public void Replace()
    {
        using var db = new LabDb(ReadOptions, this);
        using var transaction = db.Database.BeginTransaction();
        // By name and not the schema as a whole: somebody may have named one that holds other tables too.
        var tables = db.Model.GetEntityTypes().Select(t => t.GetTableName()).Concat(["points", "point_chunks", "steps", "lab_index"]);
        var clear = $"""CREATE SCHEMA IF NOT EXISTS "{_schema}"; DROP TABLE IF EXISTS {string.Join(", ", tables)}""";
        db.Database.ExecuteSqlRaw(clear);
        db.GetService<IRelationalDatabaseCreator>().CreateTables();
        db.Database.ExecuteSqlRaw(LabSchema.PlainTables("", "BYTEA"));
        db.Database.ExecuteSqlRaw("CREATE TABLE lab_index (version integer NOT NULL, data_root text NOT NULL)");
        db.Database.ExecuteSql($"INSERT INTO lab_index VALUES ({LabSchema.Version}, {_dataRoot})");
        transaction.Commit();
    }

    public DbConnection OpenWriter()
    {
        var connection = _source.OpenConnection();
        // A power cut may lose the last transactions, never a part of one; their events are still in the log and are read again.
        using var command = new NpgsqlCommand("SET synchronous_commit = off", connection);
        command.ExecuteNonQuery();
        return connection;
    }

    public DbContextOptions<LabDb> WriteOptions(DbConnection writer) => new DbContextOptionsBuilder<LabDb>().UseNpgsql(writer).Options;

    public DbTransaction Snapshot(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public IIndexStatement Statement(DbConnection connection, string sql) => new PostgresStatement((NpgsqlConnection)connection, sql);

    public PointWriter Points(DbTransaction transaction, int runId) => new PostgresPointWriter(this, transaction, runId);

    public void Dispose() => _source.Dispose();
}
