using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrmLab.Core.Interchange;

/// <summary>
/// Writes a run's metrics, all points with all digits, as CSV or as lines of JSON with wandb's columns <c>_step</c>, <c>_runtime</c> (seconds
/// since the first point) and <c>_timestamp</c> (Unix seconds). <see cref="WandbCsv"/> and <see cref="WandbJsonLines"/> read them back.
/// </summary>
public static class MetricExport
{
    private const int BufferBytes = 1 << 16;

    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>One row per step and time; a metric without a value there has an empty cell. NaN and infinities are written by name.</summary>
    public static void WriteCsv(Stream stream, IReadOnlyList<MetricSeries> series)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), BufferBytes, leaveOpen: true) { NewLine = "\n" };
        writer.Write("_step,_runtime,_timestamp");
        foreach (var one in series)
        {
            writer.Write(',');
            writer.Write(CsvTable.Quoted(ColumnOf(one)));
        }

        writer.WriteLine();
        var start = FirstTime(series);
        foreach (var row in MetricRows.Of(series))
        {
            writer.Write(row.Step);
            writer.Write(',');
            if (!double.IsNaN(row.Time)) writer.Write($"{MetricText.Of(row.Time - start)},{MetricText.Of(row.Time)}");
            else writer.Write(',');
            var column = 0;
            foreach (var (index, value) in row.Values)
            {
                for (; column <= index; column++) writer.Write(',');
                writer.Write(MetricText.Of(value));
            }

            for (; column < series.Count; column++) writer.Write(',');
            writer.WriteLine();
        }
    }

    /// <summary>One object per step and time on a line of its own; NaN and infinities are the strings "NaN", "Infinity" and "-Infinity".</summary>
    public static void WriteJsonLines(Stream stream, IReadOnlyList<MetricSeries> series)
    {
        var start = FirstTime(series);
        using var json = new Utf8JsonWriter(stream, JsonOptions);
        foreach (var row in MetricRows.Of(series))
        {
            WriteObject(json, series, row, start);
            json.Flush();
            json.Reset();
            stream.WriteByte((byte)'\n');
        }
    }

    /// <summary>The objects of <see cref="WriteJsonLines"/> as one list.</summary>
    public static void WriteJson(Stream stream, IReadOnlyList<MetricSeries> series)
    {
        var start = FirstTime(series);
        using var json = new Utf8JsonWriter(stream, JsonOptions);
        json.WriteStartArray();
        foreach (var row in MetricRows.Of(series))
        {
            WriteObject(json, series, row, start);
            if (json.BytesPending > BufferBytes) json.Flush();
        }

        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, IReadOnlyList<MetricSeries> series, MetricRow row, double start)
    {
        json.WriteStartObject();
        json.WriteNumber("_step", row.Step);
        if (!double.IsNaN(row.Time))
        {
            json.WriteNumber("_runtime", row.Time - start);
            json.WriteNumber("_timestamp", row.Time);
        }

        foreach (var (index, value) in row.Values)
        {
            if (double.IsFinite(value)) json.WriteNumber(ColumnOf(series[index]), value);
            else json.WriteString(ColumnOf(series[index]), MetricText.Of(value));
        }

        json.WriteEndObject();
    }

    private static double FirstTime(IReadOnlyList<MetricSeries> series) =>
        series.Select(s => s.Count == 0 ? double.NaN : s.Times[0]).Where(t => !double.IsNaN(t)).DefaultIfEmpty(0).Min();

    // A metric that is named like one of the three own columns must not be taken for it.
    private static string ColumnOf(MetricSeries series) => series.Name is "_step" or "_runtime" or "_timestamp" ? "metric/" + series.Name : series.Name;
}
