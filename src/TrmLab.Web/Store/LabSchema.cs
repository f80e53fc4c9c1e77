using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>The index's tables as one version; see <see cref="LabDb"/> on why there are no migrations.</summary>
internal static class LabSchema
{
    /// <summary>Raise it with any change of a table or of what the ingestor makes of an event.</summary>
    public const int Version = 2;

    // WITHOUT ROWID: the key is the table, a third smaller and faster than a table with an index.
    private const string PlainTables = """
        CREATE TABLE points (
            run_id INTEGER NOT NULL, metric_id INTEGER NOT NULL, step INTEGER NOT NULL, value REAL NULL, kind INTEGER NOT NULL,
            PRIMARY KEY (run_id, metric_id, step)) WITHOUT ROWID;
        CREATE INDEX points_nonfinite ON points (run_id, metric_id, step) WHERE kind <> 0;
        CREATE TABLE steps (
            run_id INTEGER NOT NULL, step INTEGER NOT NULL, time INTEGER NOT NULL, elapsed INTEGER NOT NULL,
            PRIMARY KEY (run_id, step)) WITHOUT ROWID;
        """;

    /// <summary>True if the database is one of this version.</summary>
    public static bool IsCurrent(LabDb db) => db.Database.SqlQueryRaw<int>("PRAGMA user_version").AsEnumerable().First() == Version;

    /// <summary>Makes all tables in an empty database.</summary>
    public static void Create(LabDb db)
    {
        db.Database.EnsureCreated();
        db.Database.ExecuteSqlRaw(PlainTables);
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");
        db.Database.ExecuteSqlRaw($"PRAGMA user_version = {Version}");
    }
}
