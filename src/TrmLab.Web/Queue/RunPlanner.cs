using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Core.Sweeps;
using TrmLab.Web.Lanes;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Queue;

/// <summary>Puts plans of runs into queues: each checked before any is queued.</summary>
public sealed class RunPlanner(LaunchQueue queue, RunStarter starter)
{
    /// <summary>Begins the group names of EMA ablations, which have a report of their own.</summary>
    public const string EmaAblation = "EMA ablation: ";

    /// <summary>Queues all runs of a plan, or none.</summary>
    /// <param name="lane">Whose queue.</param>
    /// <param name="plan">The runs.</param>
    /// <param name="labels">Labels of each of them.</param>
    /// <param name="request">What each of them asks of a cluster; null for the lab's defaults.</param>
    /// <exception cref="InputException">The first run that could not be trained, or a full queue.</exception>
    public void Queue(IRunLane lane, IReadOnlyList<PlannedRun> plan, RunLabels labels, LaneRequest? request = null)
    {
        lane.Check(request ?? new LaneRequest());
        foreach (var run in plan) starter.Check(lane.Adapt(run.Config));
        queue.Add(lane, [.. plan.Select(run => new QueueEntry { Config = run.Config, Labels = labels, Request = request })]);
    }

    /// <summary>The name of a new group: what it is, and when, so that the same experiment twice is two groups.</summary>
    public static string GroupName(string what) => $"{what}, {DateTime.Now:yyyy-MM-dd HH:mm:ss}";
}
