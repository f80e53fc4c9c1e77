using System.Text.Json.Serialization;

namespace TrmLab.Web.Queue;

/// <summary>The queue of one lane, as it is stored.</summary>
public sealed record LaneQueue
{
    /// <summary>The lane's id.</summary>
    [JsonPropertyName("lane")] public required string Lane { get; init; }

    /// <summary>Its name when something was last added: what is shown where the device is gone.</summary>
    [JsonPropertyName("name")] public string Name { get; init; } = "";

    /// <summary>Nothing is started from it.</summary>
    [JsonPropertyName("held")] public bool Held { get; init; }

    /// <summary>Why the program itself held it; empty otherwise.</summary>
    [JsonPropertyName("problem")] public string Problem { get; init; } = "";

    /// <summary>First in, first out, as far as nobody moved them.</summary>
    [JsonPropertyName("entries")] public IReadOnlyList<QueueEntry> Entries { get; init; } = [];

    /// <summary>What would be started next; null if there is nothing.</summary>
    [JsonIgnore] public QueueEntry? Next => Held ? null : Entries.FirstOrDefault(e => !e.Held && !e.Starting);
}
