using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Writes tasks with all outputs inside, in the order given: the form of test_puzzles.json, which <see cref="ArcTaskReader.ReadCombined(string, string?)"/> reads.</summary>
public static class ArcTaskWriter
{
    // "<blank>" and the bars of a name stay readable.
    internal static JsonWriterOptions PlainText { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IEnumerable<ArcTask> tasks)
    {
        using var json = new Utf8JsonWriter(stream, PlainText);
        json.WriteStartObject();
        foreach (ArcTask task in tasks)
        {
            json.WriteStartObject(task.Id);
            if (task.TestFirst)
                WritePairs(json, "test", task.Test);
            WritePairs(json, "train", task.Train);
            if (!task.TestFirst)
                WritePairs(json, "test", task.Test);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    internal static void WriteGrid(Utf8JsonWriter json, string name, ArcGrid grid)
    {
        json.WriteStartArray(name);
        for (int row = 0; row < grid.Rows; row++)
        {
            json.WriteStartArray();
            for (int column = 0; column < grid.Columns; column++)
                json.WriteNumberValue(grid[row, column]);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IEnumerable<ArcPair> pairs)
    {
        json.WriteStartArray(name);
        foreach (ArcPair pair in pairs)
        {
            json.WriteStartObject();
            WriteGrid(json, "input", pair.Input);
            WriteGrid(json, "output", pair.Output);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
