using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary><c>launch.json</c>: that a trainer was started for the run, before the trainer itself can say so.</summary>
public sealed record LaunchRecord
{
    /// <summary>Unix time in milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [JsonPropertyName("resume")] public bool Resume { get; init; }

    /// <summary>Why no process came to be, if starting it failed.</summary>
    [JsonPropertyName("error")] public string? Error { get; init; }

    /// <summary>The last launch, or null.</summary>
    public static LaunchRecord? Read(RunDirectory run)
    {
        try
        {
            return File.Exists(run.Launch) ? JsonSerializer.Deserialize<LaunchRecord>(File.ReadAllBytes(run.Launch)) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the record.</summary>
    public void Write(RunDirectory run)
    {
        DurableFile.Write(run.Launch, stream => JsonSerializer.Serialize(stream, this));
    }
}
