using TrmLab.Core.Runs;

namespace TrmLab.Web.Lanes;

/// <summary>A run as its lane shows it.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Step">Steps done.</param>
/// <param name="TotalSteps">Steps of the schedule; 0 if not known yet.</param>
/// <param name="StepsPerSecond">Its present speed; null if not known yet.</param>
/// <param name="LastEvent">Unix milliseconds of its last event; 0 without one.</param>
/// <param name="Process">Its trainer's process id; null if none lives here.</param>
public sealed record LaneRun(string Run, string Name, RunState State, long Step, long TotalSteps, double? StepsPerSecond, long LastEvent, int? Process)
{
    /// <summary>Time that remains; null if it cannot be said.</summary>
    public TimeSpan? Remaining { get; init; }
}
