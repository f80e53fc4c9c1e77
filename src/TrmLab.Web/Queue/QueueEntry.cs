using System.Text.Json.Serialization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Queue;

/// <summary>One wish in a lane's queue: a new run, or an existing one that shall go on.</summary>
public sealed record QueueEntry
{
    /// <summary>Its name for good.</summary>
    [JsonPropertyName("id")] public string Id { get; init; } = Guid.NewGuid().ToString("n");

    /// <summary>The new run's configuration; null to resume <see cref="Run"/>.</summary>
    [JsonPropertyName("config"), JsonConverter(typeof(RunConfigConverter))] public RunConfig? Config { get; init; }

    /// <summary>The new run's labels.</summary>
    [JsonPropertyName("labels")] public RunLabels Labels { get; init; } = RunLabels.None;

    /// <summary>What the new run asks of a cluster; null for the lab's defaults.</summary>
    [JsonPropertyName("request")] public LaneRequest? Request { get; init; }

    /// <summary>The run to resume; for a new one its id from the moment in which its start begins, null before.</summary>
    [JsonPropertyName("run")] public string? Run { get; init; }

    /// <summary>The start has begun: it is finished after a crash too, and cannot be taken back.</summary>
    [JsonPropertyName("starting")] public bool Starting { get; init; }

    /// <summary>Passed over until somebody lets it go.</summary>
    [JsonPropertyName("held")] public bool Held { get; init; }

    /// <summary>Why it could not be started; empty otherwise.</summary>
    [JsonPropertyName("problem")] public string Problem { get; init; } = "";

    /// <summary>Unix milliseconds.</summary>
    [JsonPropertyName("added")] public long Added { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>For people.</summary>
    [JsonIgnore] public string Name => Config?.Name ?? $"resume {Run}";
}
