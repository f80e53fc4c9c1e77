using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Store;

/// <summary>
/// The index's database: many readers, one writer. It can always be made again from the run directories, so a missing, older or
/// damaged file is replaced by an empty one, and the ingestor fills it.
/// </summary>
public sealed partial class RunIndex(LabData data, ILogger<RunIndex> logger) : IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly DbContextOptions<LabDb> _readOptions = Options($"Data Source={data.Database};Default Timeout=30");
    private SqliteConnection? _writer;

    /// <summary>Rises when the database was replaced: what was read before is void.</summary>
    public int Generation { get; private set; }

    /// <summary>A context to read with.</summary>
    public LabDb Open() => new(_readOptions);

    /// <summary>True if the failure means that the file is no database any more.</summary>
    public static bool IsDamage(Exception e) => e is SqliteException { SqliteErrorCode: Corrupt or NotADatabase }
        || (e.InnerException is { } inner && IsDamage(inner));

    /// <summary>Makes the database usable, by replacing it if need be.</summary>
    public void Prepare()
    {
        if (File.Exists(data.Database) && IsUsable()) return;
        Replace();
    }

    /// <summary>Throws everything away: an empty database of the current version takes the file's place.</summary>
    public void Replace()
    {
        _writing.Wait();
        try
        {
            CloseWriter();
            SqliteConnection.ClearAllPools();
            foreach (var suffix in new[] { "", "-wal", "-shm" }) File.Delete(data.Database + suffix);
            Directory.CreateDirectory(data.Root);
            using var db = Open();
            LabSchema.Create(db);
            Generation++;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it is kept or nothing.</summary>
    public T Write<T>(Func<LabDb, SqliteTransaction, T> work)
    {
        _writing.Wait();
        try
        {
            _writer ??= OpenWriter();
            using var transaction = _writer.BeginTransaction();
            using var db = new LabDb(new DbContextOptionsBuilder<LabDb>().UseSqlite(_writer).Options);
            db.Database.UseTransaction(transaction);
            var result = work(db, transaction);
            transaction.Commit();
            return result;
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose()
    {
        CloseWriter();
        _writing.Dispose();
    }

    private static DbContextOptions<LabDb> Options(string connection) =>
        new DbContextOptionsBuilder<LabDb>().UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;

    private SqliteConnection OpenWriter()
    {
        var connection = new SqliteConnection($"Data Source={data.Database};Default Timeout=30;Pooling=False");
        connection.Open();
        using var pragma = connection.CreateCommand();
        // A power cut may lose the last transactions, never a part of one; their events are still in the log and are read again.
        pragma.CommandText = "PRAGMA synchronous = NORMAL";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    private bool IsUsable()
    {
        try
        {
            using var db = Open();
            if (!LabSchema.IsCurrent(db))
            {
                LogOtherVersion(data.Database);
                return false;
            }

            return db.Database.SqlQueryRaw<string>("PRAGMA quick_check(1)").AsEnumerable().First() == "ok";
        }
        catch (SqliteException e)
        {
            LogDamage(data.Database, e.Message);
            return false;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Path} is an index of another version; building it anew")]
    private partial void LogOtherVersion(string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path} cannot be used as an index ({Reason}); building it anew from the run directories")]
    private partial void LogDamage(string path, string reason);
}
