using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TrmLab.Core.Interchange;

/// <summary>A table that goes out as a file: numbers with all digits and without a unit, whatever the page shows.</summary>
/// <param name="Header">Titles of the columns.</param>
/// <param name="Rows">A text, a number or null per column each.</param>
public sealed record ExportTable(IReadOnlyList<string> Header, IEnumerable<IReadOnlyList<object?>> Rows)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>As <see cref="CsvTable"/> writes it; what is null is an empty cell.</summary>
    public byte[] ToCsv() => CsvTable.Write(Header, Rows.Select(r => r.Select(TextOf)));

    /// <summary>A list of objects, one per row, named by the titles; NaN and infinities are strings, as in a run's log.</summary>
    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options))
        {
            json.WriteStartArray();
            foreach (var row in Rows)
            {
                json.WriteStartObject();
                foreach (var (title, cell) in Header.Zip(row))
                {
                    json.WritePropertyName(title);
                    Write(json, cell);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return stream.ToArray();
    }

    /// <summary>A number, or null where it is none.</summary>
    public static object? Known(double? number) => number is { } n && !double.IsNaN(n) ? n : null;

    private static void Write(Utf8JsonWriter json, object? cell)
    {
        switch (cell)
        {
            case null: json.WriteNullValue(); break;
            case int or long: json.WriteNumberValue(Convert.ToInt64(cell, CultureInfo.InvariantCulture)); break;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); break;
            default: json.WriteStringValue(TextOf(cell)); break;
        }
    }

    private static string TextOf(object? cell) => cell switch
    {
        null => "",
        double number => MetricText.Of(number),
        _ => Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "",
    };
}
