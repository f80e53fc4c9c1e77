using System.Text.Json.Serialization;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Jobs;

/// <summary>One job as it was at a moment.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Spec">What it does.</param>
/// <param name="Created">When it was asked for.</param>
public sealed record Job(string Id, JobSpec Spec, DateTimeOffset Created)
{
    public JobState State { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>What went wrong; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is worth knowing about the result.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How far it is; null before the first report.</summary>
    [JsonIgnore] public BuildProgress? Progress { get; init; }

    /// <summary>Queued or running.</summary>
    [JsonIgnore] public bool IsOpen => State is JobState.Queued or JobState.Running;
}
