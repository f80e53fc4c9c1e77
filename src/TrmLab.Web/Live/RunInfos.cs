using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Live;

/// <summary>Joins what the index and what the watcher know of runs.</summary>
public sealed class RunInfos(RunIndex index, RunStates states)
{
    /// <summary>All runs, newest first.</summary>
    public IReadOnlyList<RunInfo> All()
    {
        using var db = index.Open();
        return [.. db.Runs.OrderByDescending(r => r.Run).Select(r => new { r.Run, r.Name, r.Step, r.TotalSteps }).AsEnumerable().Select(r => Of(r.Run, r.Name, r.Step, r.TotalSteps))];
    }

    /// <summary>One run, or null if there is none of that id.</summary>
    public RunInfo? Of(string run)
    {
        using var db = index.Open();
        return db.Runs.Where(r => r.Run == run).Select(r => new { r.Run, r.Name, r.Step, r.TotalSteps }).AsEnumerable()
            .Select(r => Of(r.Run, r.Name, r.Step, r.TotalSteps)).FirstOrDefault();
    }

    /// <summary>True if a trainer had the run and none has it now or is on its way to it.</summary>
    /// <remarks>A run seems prepared also until the next look after its trainer took it, when its points are still to come.</remarks>
    public bool IsOver(string run) => states.Of(run).State is { IsOver: true, Phase: not RunPhase.Prepared };

    private RunInfo Of(string run, string name, long step, long totalSteps)
    {
        var state = states.Of(run).State;
        return new RunInfo(run, name, state.Phase.ToString(), state.Reason, step, totalSteps);
    }
}
