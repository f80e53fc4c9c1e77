using System.Text.Json.Serialization;

namespace TrmLab.Web.Alerts;

/// <summary><c>data/alerts.json</c>.</summary>
internal sealed record AlertRecord
{
    /// <summary>The last alerts, newest first.</summary>
    [JsonPropertyName("alerts")] public IReadOnlyList<Alert> Alerts { get; init; } = [];

    /// <summary>Runs whose end has been told, or was known before anybody listened; null before the first look.</summary>
    [JsonPropertyName("settled")] public HashSet<string>? Settled { get; init; }
}
