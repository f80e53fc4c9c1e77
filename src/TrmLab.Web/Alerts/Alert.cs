using System.Text.Json.Serialization;

namespace TrmLab.Web.Alerts;

/// <summary>What an alert is about.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AlertKind>))]
public enum AlertKind
{
    /// <summary>NaN or an infinity in a metric.</summary>
    [JsonStringEnumMemberName("non_finite")] NonFinite,

    /// <summary>A trainer lives and does nothing.</summary>
    [JsonStringEnumMemberName("no_progress")] NoProgress,

    /// <summary>The disk fills up.</summary>
    [JsonStringEnumMemberName("disk_low")] DiskLow,

    /// <summary>A run finished or was stopped.</summary>
    [JsonStringEnumMemberName("run_ended")] RunEnded,

    /// <summary>A run failed.</summary>
    [JsonStringEnumMemberName("run_failed")] RunFailed,

    /// <summary>A run's trainer is gone without a word.</summary>
    [JsonStringEnumMemberName("run_lost")] RunLost,

    /// <summary>The last evaluation is worse than the best.</summary>
    [JsonStringEnumMemberName("below_best")] BelowBest,

    /// <summary>Somebody tries the webhook.</summary>
    [JsonStringEnumMemberName("test")] Test,
}

/// <summary>Something that a person should know.</summary>
public sealed record Alert
{
    [JsonPropertyName("id")] public string Id { get; init; } = Guid.NewGuid().ToString("n");

    /// <summary>Unix milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    [JsonPropertyName("kind")] public AlertKind Kind { get; init; }

    /// <summary>The run's id; null if it is not about one.</summary>
    [JsonPropertyName("run")] public string? Run { get; init; }

    /// <summary>The run's name.</summary>
    [JsonPropertyName("name")] public string? Name { get; init; }

    /// <summary>What happened, in one line.</summary>
    [JsonPropertyName("text")] public string Text { get; init; } = "";

    /// <summary>Names the occasion: one occasion makes one alert.</summary>
    [JsonPropertyName("key")] public string Key { get; init; } = "";

    /// <summary>Somebody has seen it.</summary>
    [JsonPropertyName("read")] public bool Read { get; init; }

    /// <summary>Worse than a run that did what it should.</summary>
    [JsonIgnore] public bool IsProblem => Kind is not (AlertKind.RunEnded or AlertKind.Test);
}
