using Microsoft.Data.Sqlite;

namespace TrmLab.Faults;

/// <summary>Reads the dashboard's index beside it, in one snapshot, and compares it with the logs.</summary>
internal static class IndexReader
{
    /// <summary>The first difference between a run's points in the index and in the log that it was read from; null if there is none.</summary>
    public static string? Difference(string root, string run, out int points)
    {
        points = 0;
        using var connection = new SqliteConnection($"Data Source={Path.Combine(root, "trmlab.db")};Mode=ReadOnly;Pooling=False;Default Timeout=30");
        connection.Open();
        using var snapshot = connection.BeginTransaction(deferred: true);
        var (id, offset) = Row(connection, run);
        if (id < 0) return $"{run} is not in the index";
        var expected = LoggedPoints.Of(Path.Combine(root, "runs", run, "metrics.jsonl"), offset);
        points = expected.Count;
        using var query = connection.CreateCommand();
        query.CommandText = """SELECT m."Name", p.step, p.value, p.kind FROM points p JOIN metrics m ON m."Id" = p.metric_id WHERE p.run_id = $id""";
        query.Parameters.AddWithValue("$id", id);
        using var reader = query.ExecuteReader();
        while (reader.Read())
        {
            var key = (reader.GetString(0), reader.GetInt64(1));
            if (!expected.Remove(key, out var value)) return $"{run}: {key} is in the index twice, or not in the log";
            var stored = reader.GetInt64(3) == 0 ? reader.GetDouble(2) : double.NaN;
            if (!stored.Equals(value)) return $"{run}: {key} is {stored}, logged was {value}";
        }

        return expected.Count == 0 ? null : $"{run}: {expected.Count} points are missing, such as {expected.First()}";
    }

    /// <summary>How far the run's log is read into the index; -1 if it is not there.</summary>
    public static long Offset(string root, string run)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(root, "trmlab.db")};Mode=ReadOnly;Pooling=False;Default Timeout=30");
        connection.Open();
        return Row(connection, run).Offset;
    }

    private static (long Id, long Offset) Row(SqliteConnection connection, string run)
    {
        using var command = connection.CreateCommand();
        command.CommandText = """SELECT "Id", "Offset" FROM runs WHERE "Run" = $run""";
        command.Parameters.AddWithValue("$run", run);
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : (-1, -1);
    }
}
