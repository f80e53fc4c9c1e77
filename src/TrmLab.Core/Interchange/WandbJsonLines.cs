using System.Text.Json;

namespace TrmLab.Core.Interchange;

/// <summary>
/// Reads a wandb history as lines of JSON: <c>wandb-history.jsonl</c>, or the rows of <c>run.scan_history()</c> dumped one per line. Objects
/// inside a row are flattened with dots; media, texts and lists are skipped and counted. NaN may be a bare word, as Python writes it.
/// </summary>
public static class WandbJsonLines
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 32 };

    /// <exception cref="InputException">The file cannot be read, a line is not a JSON object, or no row has a step.</exception>
    public static ImportedRun Read(string path, ImportLimits? limits = null)
    {
        using var stream = InterchangeFiles.OpenRead(path);
        return Read(stream, path, limits);
    }

    /// <param name="stream">UTF-8 text.</param>
    /// <param name="source">Name for messages.</param>
    /// <param name="limits">What it may use.</param>
    public static ImportedRun Read(Stream stream, string source, ImportLimits? limits = null)
    {
        limits ??= ImportLimits.Default;
        using var reader = new StreamReader(stream, leaveOpen: true);
        var lines = new LimitedLines(reader, source, limits.LongestLine);
        var points = new SeriesCollector(source, limits);
        long rows = 0, withoutStep = 0, others = 0;
        while (lines.Next() is { } line)
        {
            if (string.IsNullOrWhiteSpace(line)) continue;
            rows++;
            using var document = Parse(line);
            if (document is not { RootElement.ValueKind: JsonValueKind.Object })
            {
                if (!lines.Closed && rows > 1)
                {
                    points.Note($"Line {lines.Number}, the last, is cut off and was skipped.");
                    break;
                }

                throw new InputException($"{source} line {lines.Number}: not a JSON object; one row of the history per line is expected.");
            }

            try
            {
                if (!TryTake(document.RootElement, points, ref others)) withoutStep++;
            }
            catch (InvalidOperationException e)
            {
                // Half of a surrogate pair, escaped: JSON allows it, no text can hold it.
                throw new InputException($"{source} line {lines.Number}: {e.Message}", e);
            }
        }

        if (rows == withoutStep) throw new InputException($"{source}: no row has a whole number as _step; is this a wandb history?");
        if (withoutStep > 0) points.Note($"{withoutStep} rows were skipped because they have no whole number as _step.");
        if (others > 0) points.Note($"{others} values were skipped because they are no numbers (texts, lists, media).");
        return points.Build();
    }

    private static JsonDocument? Parse(string line)
    {
        try
        {
            return JsonDocument.Parse(line, Options);
        }
        catch (JsonException)
        {
            try
            {
                return JsonDocument.Parse(PythonJson.WithQuotedNonFinite(line), Options);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    private static bool TryTake(JsonElement row, SeriesCollector points, ref long others)
    {
        if (!row.TryGetProperty("_step", out var stepElement) || !TryNumber(stepElement, out var number) || !MetricText.TryStep(number, out var step)) return false;
        var time = row.TryGetProperty("_timestamp", out var timeElement) && TryNumber(timeElement, out var seconds) ? seconds : double.NaN;
        others += Take(row, "", step, time, points);
        return true;
    }

    // How many values were no numbers.
    private static long Take(JsonElement row, string prefix, long step, double time, SeriesCollector points)
    {
        long others = 0;
        foreach (var property in row.EnumerateObject())
        {
            var name = prefix + property.Name;
            if (name is "_step" or "_runtime" or "_timestamp" or "_wandb") continue;
            var value = property.Value;
            if (TryNumber(value, out var number)) points.Add(name, step, number, time);
            else if (value.ValueKind == JsonValueKind.Object && !value.TryGetProperty("_type", out _)) others += Take(value, name + ".", step, time, points);
            else if (value.ValueKind != JsonValueKind.Null) others++;
        }

        return others;
    }

    private static bool TryNumber(JsonElement element, out double value)
    {
        value = element.ValueKind is JsonValueKind.True ? 1 : 0;
        return element.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => true,
            JsonValueKind.Number => element.TryGetDouble(out value),
            JsonValueKind.String => (element.ValueEquals("NaN") || element.ValueEquals("Infinity") || element.ValueEquals("-Infinity"))
                && MetricText.TryValue(element.GetString(), out value),
            _ => false,
        };
    }
}
