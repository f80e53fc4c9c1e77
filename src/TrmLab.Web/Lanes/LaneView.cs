using TrmLab.Core.Runs;
using TrmLab.Web.Components.Controls;
using TrmLab.Web.Queue;

namespace TrmLab.Web.Lanes;

/// <summary>A lane with what is on it.</summary>
/// <param name="Id">The lane's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Lane">The lane; null if its device is gone and only its queue is left.</param>
/// <param name="Queue">What waits for it.</param>
/// <param name="Live">Runs that have it now.</param>
/// <param name="Recent">Runs that ended on it, the last one first.</param>
/// <param name="Reading">What the device does.</param>
public sealed record LaneView(string Id, string Name, IRunLane? Lane, LaneQueue Queue, IReadOnlyList<LaneRun> Live, IReadOnlyList<LaneRun> Recent, LaneReading Reading)
{
    /// <summary>Whether the next run would start at once.</summary>
    public bool IsFree => Lane is not null && Live.Count < Lane.Capacity && Queue.Next is null;

    /// <summary>Names of runs by id, those that wait to be resumed among them.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    /// <summary>Time until <see cref="LaneQueue.Next"/> can start; null where there is none, or nobody can say.</summary>
    public TimeSpan? UntilNext
    {
        get
        {
            // As many runs must end as are there beyond one less than the lane takes; those of an unknown end make all unknown.
            if (Queue.Next is null || Lane is null || Live.Count < Lane.Capacity || Live.Any(r => r.Remaining is null)) return null;
            return Live.Select(r => r.Remaining!.Value).Order().ElementAt(Live.Count - Lane.Capacity);
        }
    }

    /// <summary>Processes on the device that are no trainers of this lab.</summary>
    public IReadOnlyList<LaneProcess> Foreign => [.. Reading.Processes.Where(p => RunOf(p) is null)];

    /// <summary>The run whose trainer a process is; null for a foreign one.</summary>
    public LaneRun? RunOf(LaneProcess process) => Live.FirstOrDefault(r => r.Process == process.Pid);

    /// <summary>What it does now, in one line.</summary>
    public string Summary
    {
        get
        {
            var words = new List<string>();
            if (Lane is null) words.Add("not there now");
            words.AddRange(Live.Select(r => r switch
            {
                { Remaining: { } left } => $"trains {r.Name}, {Show.Duration(left)} to go",
                { State.Phase: RunPhase.Paused } => $"has {r.Name}, paused",
                { State.Phase: RunPhase.Starting } => $"starts {r.Name}",
                _ => $"trains {r.Name}",
            }));
            if (Lane is not null && Live.Count == 0) words.Add("idle");
            if (Queue.Entries.Count > 0) words.Add($"{Queue.Entries.Count} queued");
            if (Queue.Held) words.Add("queue held");
            if (Foreign.Count > 0) words.Add(Foreign.Count == 1 ? $"used by {System.IO.Path.GetFileName(Foreign[0].Name)} (process {Foreign[0].Pid})" : $"used by {Foreign.Count} foreign processes");
            return string.Join("; ", words);
        }
    }
}
