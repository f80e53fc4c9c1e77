using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>Events as lines of JSON.</summary>
public static class RunEventJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        AllowOutOfOrderMetadataProperties = true,
        MaxDepth = 8,
    };

    /// <summary>One line without the line end.</summary>
    public static byte[] Write(RunEvent e) => JsonSerializer.SerializeToUtf8Bytes(e, Options);

    /// <summary>The event of a line, or null if the line is not one (foreign text, a newer program's event).</summary>
    public static RunEvent? Read(ReadOnlySpan<byte> line)
    {
        try
        {
            // As the trainer writes them, nearly all lines of a log: to look for the kind of event anywhere in a line takes as long again.
            if (line.StartsWith("{\"event\":\"metrics\","u8)) return JsonSerializer.Deserialize<MetricsLogged>(line, Options);
            return JsonSerializer.Deserialize<RunEvent>(line, Options);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return null;
        }
    }
}
