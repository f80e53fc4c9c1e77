using System.Globalization;
using Microsoft.EntityFrameworkCore;
using TrmLab.Web.Store;

namespace TrmLab.Web.Tests.Support;

/// <summary>Everything that an index holds, as text without its internal numbers: two indexes of the same runs are the same text.</summary>
internal static class IndexDump
{
    private static readonly string[] Queries =
    [
        """SELECT * FROM runs ORDER BY "Run" """,
        """SELECT r."Run", m."Name", x."Count", x."NonFinite", x."LastStep" FROM run_metrics x JOIN runs r ON r."Id" = x."RunId" JOIN metrics m ON m."Id" = x."MetricId" ORDER BY 1, 2""",
        """SELECT r."Run", m."Name", p.step, p.value, p.kind FROM points p JOIN runs r ON r."Id" = p.run_id JOIN metrics m ON m."Id" = p.metric_id ORDER BY 1, 2, 3""",
        """SELECT r."Run", s.step, s.time, s.elapsed FROM steps s JOIN runs r ON r."Id" = s.run_id ORDER BY 1, 2""",
        """SELECT r."Run", e.* FROM evaluations e JOIN runs r ON r."Id" = e."RunId" ORDER BY 1, e."Step", e."Weights" """,
        """SELECT r."Run", e.* FROM checkpoints e JOIN runs r ON r."Id" = e."RunId" ORDER BY 1, e."Path" """,
        """SELECT r."Run", e.* FROM events e JOIN runs r ON r."Id" = e."RunId" ORDER BY 1, e."EndOffset" """,
    ];

    public static string Of(RunIndex index)
    {
        using var db = index.Open();
        db.Database.OpenConnection();
        var connection = db.Database.GetDbConnection();
        var lines = new List<string>();
        foreach (var query in Queries)
        {
            lines.Add(query);
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var fields = Enumerable.Range(0, reader.FieldCount).Where(i => reader.GetName(i) is not ("Id" or "RunId"));
                lines.Add(string.Join("|", fields.Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
            }
        }

        return string.Join("\n", lines);
    }
}
