using TrmLab.Web.Queue;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>Puts together what pages show of the lanes.</summary>
public sealed class LaneBoard(RunLanes lanes, LaunchQueue queue, LaneOccupancy occupancy, RunIndex index, RunFolder folder, RunStates states)
{
    // Runs among which the recent ones of all lanes are looked for.
    private const int LookedAt = 50;

    /// <summary>All lanes, and the queues whose device is gone.</summary>
    /// <param name="recent">How many ended runs of each lane; 0 reads none.</param>
    public IReadOnlyList<LaneView> Read(int recent)
    {
        var live = occupancy.Now();
        var ids = live.SelectMany(l => l).ToArray();
        using var db = index.Open();
        var rows = db.Runs.Where(r => ids.Contains(r.Run)).ToDictionary(r => r.Run);
        var names = queue.All.SelectMany(q => q.Entries).Any(e => e.Config is null) ? RunNames.Of(index) : new Dictionary<string, string>();
        var ended = recent == 0 ? [] : db.Runs.Where(r => r.LastEvent > 0 && !ids.Contains(r.Run)).OrderByDescending(r => r.LastEvent).Take(LookedAt).ToArray();
        var recentOf = ended.Select(r => (Row: r, Lane: occupancy.LaneOf(folder.Of(r.Run)))).Where(r => r.Lane is not null).ToLookup(r => r.Lane!, r => r.Row);

        LaneView view(string id, string name, IRunLane? lane) => new(
            id,
            name,
            lane,
            queue.Of(id),
            [.. live[id].Where(rows.ContainsKey).Select(r => RunOf(rows[r]))],
            [.. recentOf[id].Take(recent).Select(RunOf)],
            lane?.Read() ?? new LaneReading([], []))
        {
            Names = names,
        };
        var all = lanes.All;
        var gone = queue.All.Where(q => q.Entries.Count > 0 && all.All(l => l.Id != q.Lane)).Select(q => view(q.Lane, q.Name.Length > 0 ? q.Name : q.Lane, null));
        return [.. all.Select(l => view(l.Id, l.Name, l)), .. gone];
    }

    private LaneRun RunOf(RunRow row)
    {
        var status = states.Of(row.Run);
        return new LaneRun(row.Run, row.Name, status.State, row.Step, row.TotalSteps, row.StepsPerSecond, row.LastEvent, status.State.IsOver ? null : status.Heartbeat?.Process.Pid)
        {
            Remaining = TimeLeft.Of(row, status.State),
        };
    }
}
