using System.Data;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using TrmLab.Core;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Store;

/// <summary>
/// The index's database: many readers, one writer. It can always be made again from the run directories, so a missing, older or
/// damaged one is replaced by an empty one, and the ingestor fills it.
/// </summary>
public sealed partial class RunIndex : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly IIndexDatabase _database;
    private readonly ILogger<RunIndex> _logger;
    private DbConnection? _writer;
    private string? _damage;

    public RunIndex(LabData data, ILogger<RunIndex> logger)
        : this(data.Index.Length == 0 ? new SqliteDatabase(data.Database) : new PostgresDatabase(data.Index, data.Root), logger)
    {
    }

    internal RunIndex(IIndexDatabase database, ILogger<RunIndex> logger) => (_database, _logger) = (database, logger);

    /// <summary>Rises when the database was replaced: what was read before is void.</summary>
    public int Generation { get; private set; }

    /// <summary>Where it is, for messages.</summary>
    public string Name => _database.Name;

    /// <summary>Why the database must be built anew now: it went away while it was in use, or a reader met damage. Null if all is well. It stands until <see cref="Replace"/> has succeeded.</summary>
    public string? Trouble() => _database.IsMissing ? "it was deleted" : Volatile.Read(ref _damage);

    /// <summary>A context to read with.</summary>
    public LabDb Open() => new(_database.ReadOptions, _database);

    /// <summary>True if the failure means that the database is none any more.</summary>
    public bool IsDamage(Exception e) => _database.IsDamage(e);

    /// <summary>Somebody met a failure while reading; if it is damage, whoever writes builds the index anew.</summary>
    public void Report(Exception e)
    {
        if (IsDamage(e)) Volatile.Write(ref _damage, e.Message);
    }

    /// <summary>Makes the database usable, by replacing it if need be.</summary>
    /// <exception cref="InputException">It cannot be reached, or it belongs to another data folder.</exception>
    public void Prepare()
    {
        if (_database.Fault() is not { } fault) return;
        LogAnew(Name, fault);
        Replace();
    }

    /// <summary>Throws everything away: an empty database of the current version takes its place.</summary>
    public void Replace()
    {
        _writing.Wait();
        try
        {
            CloseWriter();
            _database.Replace();
            Generation++;
            // A reader that met no tables meanwhile has met nothing that the new database has.
            Volatile.Write(ref _damage, null);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> in one transaction: all of it is kept or nothing.</summary>
    public T Write<T>(Func<LabDb, DbTransaction, T> work)
    {
        _writing.Wait();
        try
        {
            // A server that was restarted has dropped the connection.
            if (_writer is { State: not ConnectionState.Open }) CloseWriter();
            _writer ??= _database.OpenWriter();
            using var transaction = _writer.BeginTransaction();
            using var db = new LabDb(_database.WriteOptions(_writer), _database);
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
        _database.Dispose();
        _writing.Dispose();
    }

    private void CloseWriter()
    {
        _writer?.Dispose();
        _writer = null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Building the index {Name} anew from the run directories: {Reason}")]
    private partial void LogAnew(string name, string reason);
}
