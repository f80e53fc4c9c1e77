using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>The trainer's sign of life, rewritten every second in one piece.</summary>
public sealed record Heartbeat
{
    /// <summary>Unix time in milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; }

    [JsonPropertyName("step")] public long Step { get; init; }

    /// <summary>What the trainer does: <c>starting</c>, <c>training</c>, <c>evaluating</c>, <c>saving</c>, <c>paused</c>.</summary>
    [JsonPropertyName("activity")] public string Activity { get; init; } = "";

    [JsonPropertyName("process")] public ProcessIdentity Process { get; init; } = new();

    /// <summary>The last heartbeat of a run, or null if there is none that can be read.</summary>
    public static Heartbeat? Read(RunDirectory run)
    {
        try
        {
            return File.Exists(run.Heartbeat) ? JsonSerializer.Deserialize<Heartbeat>(File.ReadAllBytes(run.Heartbeat)) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the run's heartbeat.</summary>
    public void Write(RunDirectory run)
    {
        var temporary = run.Heartbeat + ".tmp";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(this));
        File.Move(temporary, run.Heartbeat, overwrite: true);
    }
}
