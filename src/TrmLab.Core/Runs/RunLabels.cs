using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary><c>labels.json</c>: what people say about a run. It can change at any time and means nothing to the trainer.</summary>
public sealed record RunLabels
{
    private const int MaximumBytes = 1 << 20;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A run without labels.</summary>
    public static RunLabels None { get; } = new();

    /// <summary>Runs that belong together, such as the seeds of one experiment; empty for none.</summary>
    [JsonPropertyName("group")] public string Group { get; init; } = "";

    /// <summary>Words to find the run by.</summary>
    [JsonPropertyName("tags")] public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Free text.</summary>
    [JsonPropertyName("note")] public string Note { get; init; } = "";

    /// <summary>Kept, but not listed unless asked for.</summary>
    [JsonPropertyName("archived"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] public bool IsArchived { get; init; }

    /// <summary>Nothing is said.</summary>
    [JsonIgnore] public bool IsEmpty => Group.Length == 0 && Tags.Count == 0 && Note.Length == 0 && !IsArchived;

    /// <summary>The labels of a run; <see cref="None"/> where there are none or the file cannot be read as such.</summary>
    public static RunLabels Read(RunDirectory run)
    {
        try
        {
            var file = new FileInfo(run.Labels);
            return file.Exists && file.Length <= MaximumBytes ? JsonSerializer.Deserialize<RunLabels>(File.ReadAllBytes(run.Labels), Json) ?? None : None;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return None;
        }
    }

    /// <summary>Replaces the labels of a run, in one piece.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(RunDirectory run) => DurableFile.Write(run.Labels, stream => JsonSerializer.Serialize(stream, this, Json));
}
