namespace TrmLab.Web.Store;

/// <summary>The index's tables as one version; see <see cref="LabDb"/> on why there are no migrations.</summary>
internal static class LabSchema
{
    /// <summary>Raise it with any change of a table or of what the ingestor makes of an event.</summary>
    public const int Version = 6;

    /// <summary>Why an index of another version is built anew.</summary>
    public const string OtherVersion = "it is an index of another version";

    /// <summary>The tables that are read and written in plain SQL; all else is in <see cref="LabDb"/>.</summary>
    /// <param name="clause">What the database wants said behind a table that is its key.</param>
    /// <param name="bytes">The database's type for bytes.</param>
    public static string PlainTables(string clause, string bytes) => $"""
        CREATE TABLE points (
            run_id BIGINT NOT NULL, metric_id BIGINT NOT NULL, step BIGINT NOT NULL, value DOUBLE PRECISION NULL, kind INTEGER NOT NULL,
            PRIMARY KEY (run_id, metric_id, step)) {clause};
        CREATE INDEX points_nonfinite ON points (run_id, metric_id, step) WHERE kind <> 0;
        CREATE TABLE point_chunks (
            run_id BIGINT NOT NULL, metric_id BIGINT NOT NULL, first_step BIGINT NOT NULL, last_step BIGINT NOT NULL, data {bytes} NOT NULL,
            PRIMARY KEY (run_id, metric_id, last_step));
        CREATE TABLE steps (
            run_id BIGINT NOT NULL, step BIGINT NOT NULL, time BIGINT NOT NULL, elapsed BIGINT NOT NULL,
            PRIMARY KEY (run_id, step)) {clause};
        """;
}
