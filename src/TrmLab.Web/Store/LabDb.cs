using Microsoft.EntityFrameworkCore;

namespace TrmLab.Web.Store;

/// <summary>
/// The index over all run directories. It holds nothing that is not in their files, so it has no migrations: another
/// <see cref="LabSchema.Version"/> means that it is built anew. Points and step times are read and written in plain SQL.
/// </summary>
public sealed class LabDb : DbContext
{
    internal LabDb(DbContextOptions<LabDb> options, IIndexDatabase index)
        : base(options) => Index = index;

    /// <summary>One row per run directory.</summary>
    public DbSet<RunRow> Runs => Set<RunRow>();

    /// <summary>Names of metrics, so that a point carries a number.</summary>
    public DbSet<MetricRow> Metrics => Set<MetricRow>();

    /// <summary>Which metrics a run has, and how many points.</summary>
    public DbSet<RunMetricRow> RunMetrics => Set<RunMetricRow>();

    /// <summary>Evaluations.</summary>
    public DbSet<EvaluationRow> Evaluations => Set<EvaluationRow>();

    /// <summary>Checkpoints on disk.</summary>
    public DbSet<CheckpointRow> Checkpoints => Set<CheckpointRow>();

    /// <summary>All events but metrics.</summary>
    public DbSet<EventRow> Events => Set<EventRow>();

    /// <summary>The database's own ways with points.</summary>
    internal IIndexDatabase Index { get; }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // Ids, names and kinds sort by their bytes, as they do in SQLite, whatever language the server speaks.
        if (Database.IsNpgsql()) configurationBuilder.Properties<string>().UseCollation("C");
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<RunRow>(e =>
        {
            e.ToTable("runs");
            e.HasIndex(r => r.Run).IsUnique();
        });
        modelBuilder.Entity<MetricRow>(e =>
        {
            e.ToTable("metrics");
            e.HasIndex(m => m.Name).IsUnique();
        });
        modelBuilder.Entity<RunMetricRow>().ToTable("run_metrics").HasKey(m => new { m.RunId, m.MetricId });
        modelBuilder.Entity<EvaluationRow>().ToTable("evaluations").HasKey(e => new { e.RunId, e.Step, e.Weights });
        modelBuilder.Entity<CheckpointRow>().ToTable("checkpoints").HasKey(c => new { c.RunId, c.Path });
        modelBuilder.Entity<EventRow>().ToTable("events").HasKey(e => new { e.RunId, e.EndOffset });
    }
}
