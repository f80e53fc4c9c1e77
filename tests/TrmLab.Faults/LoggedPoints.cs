using System.Text.Json;

namespace TrmLab.Faults;

/// <summary>
/// The points that a log means, read here without any of the product's readers: whole lines in order, and after <c>resumed</c> nothing of
/// later steps that stood before.
/// </summary>
internal static class LoggedPoints
{
    /// <summary>Points of the first <paramref name="bytes"/> bytes by metric and step.</summary>
    public static Dictionary<(string Metric, long Step), double> Of(string path, long bytes = long.MaxValue)
    {
        var points = new Dictionary<(string, long), double>();
        foreach (var line in Lines(path, bytes))
        {
            using var e = JsonDocument.Parse(line);
            var root = e.RootElement;
            switch (root.GetProperty("event").GetString())
            {
                case "resumed":
                    var from = root.GetProperty("from_step").GetInt64();
                    foreach (var later in points.Keys.Where(k => k.Item2 > from).ToArray()) points.Remove(later);
                    break;
                case "metrics":
                    Add(root, "");
                    break;
                case "evaluated":
                    Add(root, root.GetProperty("weights").GetString() + "/");
                    break;
            }
        }

        return points;

        void Add(JsonElement e, string prefix)
        {
            foreach (var value in e.GetProperty("values").EnumerateObject())
                points[(prefix + value.Name, e.GetProperty("step").GetInt64())] = value.Value.ValueKind == JsonValueKind.String ? double.NaN : value.Value.GetDouble();
        }
    }

    /// <summary>Whole lines; what stands behind the last line end is none.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Lines(string path, long bytes = long.MaxValue)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[Math.Min(bytes, file.Length)];
        file.ReadExactly(content);
        for (int start = 0, end; (end = Array.IndexOf(content, (byte)'\n', start)) >= 0; start = end + 1)
            yield return content.AsMemory(start, end - start);
    }
}
