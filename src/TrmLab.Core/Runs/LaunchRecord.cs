using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary><c>launch.json</c>: that a trainer was started for the run, before the trainer itself can say so.</summary>
public sealed record LaunchRecord
{
    /// <summary>Unix time in milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [JsonPropertyName("resume")] public bool Resume { get; init; }

    /// <summary>Where it was started: a lane's id, see the dashboard's lanes; empty if unknown.</summary>
    [JsonPropertyName("lane")] public string Lane { get; init; } = "";

    /// <summary>The lane's own name for what it started, such as a job's number; empty where it needs none.</summary>
    [JsonPropertyName("job")] public string Job { get; init; } = "";

    /// <summary>What it asks of a cluster; null on this machine.</summary>
    [JsonPropertyName("request")] public LaneRequest? Request { get; init; }

    /// <summary>Why no process came to be, if starting it failed.</summary>
    [JsonPropertyName("error")] public string? Error { get; init; }

    /// <summary>Length of the run's log at the launch: what stands behind it, the trainer that was launched wrote.</summary>
    [JsonPropertyName("log_bytes")] public long? LogBytes { get; init; }

    /// <summary>Whether the log has grown since the launch; null where the record does not say how long it was.</summary>
    [JsonIgnore] public bool? IsAnswered { get; private init; }

    /// <summary>True if nothing was heard of the run since the launch. The lengths decide and not the times: clocks are set back.</summary>
    /// <param name="last">The last event about life.</param>
    public bool IsNewerThan(RunEvent? last) => IsAnswered is { } answered ? !answered : Time > (last?.Time ?? 0);

    /// <summary>The last launch, or null.</summary>
    public static LaunchRecord? Read(RunDirectory run)
    {
        try
        {
            if (!File.Exists(run.Launch)) return null;
            var record = JsonSerializer.Deserialize<LaunchRecord>(File.ReadAllBytes(run.Launch));
            return record is { LogBytes: not null } ? record with { IsAnswered = record.WasAnswered(run) } : record;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The record of a launch that is about to happen: it notes how long the log is now.</summary>
    public LaunchRecord Before(RunDirectory run) => this with { LogBytes = LengthOf(run) };

    /// <summary>Whether the log of the run has grown since.</summary>
    public bool WasAnswered(RunDirectory run) => LengthOf(run) > LogBytes;

    /// <summary>Replaces the record.</summary>
    public void Write(RunDirectory run) => DurableFile.Write(run.Launch, stream => JsonSerializer.Serialize(stream, this));

    private static long LengthOf(RunDirectory run) => File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0;
}
