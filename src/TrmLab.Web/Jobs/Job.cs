using System.Text.Json.Serialization;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Jobs;

/// <summary>One job as it was at a moment.</summary>
/// <param name="Id">Unique.</param>
/// <param name="Spec">What it does.</param>
/// <param name="Created">When it was asked for.</param>
public sealed record Job(string Id, JobSpec Spec, DateTimeOffset Created)
{
    // Earlier a rate is a guess.
    private static readonly TimeSpan LeastTold = TimeSpan.FromSeconds(3);

    public JobState State { get; init; }

    public DateTimeOffset? Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    /// <summary>What went wrong; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>What is worth knowing about the result.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How far it is; null before the first report.</summary>
    [JsonIgnore] public BuildProgress? Progress { get; init; }

    /// <summary>When its present stage began, and how much of it was done then.</summary>
    [JsonIgnore] public (DateTimeOffset Time, long Done)? StageStarted { get; init; }

    /// <summary>What is left of the present stage if it goes on as fast; null while that cannot be told.</summary>
    public TimeSpan? LeftAt(DateTimeOffset now)
    {
        if (Progress is not { Total: { } total } progress || StageStarted is not { } start || progress.Done <= start.Done) return null;
        var elapsed = now - start.Time;
        return elapsed < LeastTold ? null : elapsed * ((total - progress.Done) / (double)(progress.Done - start.Done));
    }

    /// <summary>Where its result is; null while there is none, and where the job's kind tells it.</summary>
    public JobResult? Result { get; init; }

    /// <summary>Queued or running.</summary>
    [JsonIgnore] public bool IsOpen => State is JobState.Queued or JobState.Running;
}
