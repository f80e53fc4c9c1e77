using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>The index in a file of the data folder: nothing to set up.</summary>
/// <param name="path">The file.</param>
internal sealed class SqliteDatabase(string path) : IIndexDatabase
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;
    private const int ShortRead = 522;

    private bool _hasWriter;
    private bool _hasJournal;

    public string Name => path;

    public bool IsMissing
    {
        get
        {
            // A writer whose journal was deleted goes on into a file that has no name any more, and readers never see it.
            var journal = File.Exists(path + "-wal");
            _hasJournal |= _hasWriter && journal;
            return !File.Exists(path) || (_hasJournal && !journal);
        }
    }

    public DbContextOptions<LabDb> ReadOptions { get; } =
        new DbContextOptionsBuilder<LabDb>().UseSqlite($"Data Source={path};Default Timeout=30").UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;

    public string? Fault()
    {
        if (IsMissing) return "there is none yet";
        try
        {
            using var db = new LabDb(ReadOptions, this);
            if (db.Database.SqlQueryRaw<int>("PRAGMA user_version").AsEnumerable().First() != LabSchema.Version) return LabSchema.OtherVersion;
            var check = db.Database.SqlQueryRaw<string>("PRAGMA quick_check(1)").AsEnumerable().First();
            return check == "ok" ? null : check;
        }
        catch (SqliteException e)
        {
            return e.Message;
        }
    }

    public bool IsDamage(Exception e) => e is SqliteException { SqliteErrorCode: Corrupt or NotADatabase } or SqliteException { SqliteExtendedErrorCode: ShortRead }
        || (e is SqliteException { SqliteErrorCode: 1 } && e.Message.Contains("no such table", StringComparison.Ordinal))
        || (e.InnerException is { } inner && IsDamage(inner));

    public void Replace()
    {
        SqliteConnection.ClearAllPools();
        _hasWriter = _hasJournal = false;
        foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(path + suffix);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var db = new LabDb(ReadOptions, this);
        db.Database.EnsureCreated();
        // Without row ids the key is the table: a third smaller and faster than a table with an index.
        db.Database.ExecuteSqlRaw(LabSchema.PlainTables("WITHOUT ROWID", "BLOB"));
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");
        db.Database.ExecuteSqlRaw($"PRAGMA user_version = {LabSchema.Version}");
    }

    public DbConnection OpenWriter()
    {
        var connection = new SqliteConnection($"Data Source={path};Default Timeout=30;Pooling=False");
        connection.Open();
        using var pragma = connection.CreateCommand();
        // A power cut may lose the last transactions, never a part of one; their events are still in the log and are read again.
        pragma.CommandText = "PRAGMA synchronous = NORMAL";
        pragma.ExecuteNonQuery();
        _hasWriter = true;
        return connection;
    }

    public DbContextOptions<LabDb> WriteOptions(DbConnection writer) => new DbContextOptionsBuilder<LabDb>().UseSqlite(writer).Options;

    public DbTransaction Snapshot(DbConnection connection) => ((SqliteConnection)connection).BeginTransaction(deferred: true);

    public IIndexStatement Statement(DbConnection connection, string sql) => new SqliteStatement((SqliteConnection)connection, sql);

    public PointWriter Points(DbTransaction transaction, int runId) => new SqlitePointWriter(this, transaction, runId);

    public void Dispose()
    {
        // Connections are closed where they are opened; the pool is the library's.
    }
}
