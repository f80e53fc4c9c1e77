using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Support;

/// <summary>An index that cannot be replaced the first few times, as on a drive that is full or away for a while.</summary>
internal sealed class StubbornDatabase(IIndexDatabase inner, int refusals) : IIndexDatabase
{
    private int _asked;

    /// <summary>How often it was to be replaced.</summary>
    public int Asked => Volatile.Read(ref _asked);

    public string Name => inner.Name;

    public bool IsMissing => inner.IsMissing;

    public DbContextOptions<LabDb> ReadOptions => inner.ReadOptions;

    public string? Fault() => inner.Fault();

    public bool IsDamage(Exception e) => inner.IsDamage(e);

    public void Replace()
    {
        if (Interlocked.Increment(ref _asked) <= refusals) throw new IOException("No space left on device");
        inner.Replace();
    }

    public DbConnection OpenWriter() => inner.OpenWriter();

    public DbContextOptions<LabDb> WriteOptions(DbConnection writer) => inner.WriteOptions(writer);

    public DbTransaction Snapshot(DbConnection connection) => inner.Snapshot(connection);

    public IIndexStatement Statement(DbConnection connection, string sql) => inner.Statement(connection, sql);

    public PointWriter Points(DbTransaction transaction, int runId) => inner.Points(transaction, runId);

    public void Dispose() => inner.Dispose();
}
