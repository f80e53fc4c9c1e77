using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>What the index needs of a database beyond EF Core: one writer, snapshots, and points in bulk.</summary>
internal interface IIndexDatabase : IDisposable
{
    /// <summary>Where it is, for messages; without a password.</summary>
    string Name { get; }

    /// <summary>True if its tables went away while it was in use.</summary>
    bool IsMissing { get; }

    /// <summary>Options of a context to read with.</summary>
    DbContextOptions<LabDb> ReadOptions { get; }

    /// <summary>Why it must be built anew; null if it can be used as it is.</summary>
    /// <exception cref="Core.InputException">It cannot be reached, or it belongs to another data folder.</exception>
    string? Fault();

    /// <summary>True if the failure means that the tables are unusable, rather than that they cannot be reached now.</summary>
    bool IsDamage(Exception e);

    /// <summary>Puts empty tables of the current version in the place of whatever is there. No writer may be open.</summary>
    void Replace();

    /// <summary>The one connection that writes.</summary>
    DbConnection OpenWriter();

    /// <summary>Options of a context on the writer's connection.</summary>
    DbContextOptions<LabDb> WriteOptions(DbConnection writer);

    /// <summary>Until the transaction is disposed, everything is read as it stands now. It does not keep the writer waiting.</summary>
    DbTransaction Snapshot(DbConnection connection);

    /// <summary>A statement on a connection that is open.</summary>
    IIndexStatement Statement(DbConnection connection, string sql);

    /// <summary>Writes the points of one run in a transaction that is open.</summary>
    PointWriter Points(DbTransaction transaction, int runId);
}
