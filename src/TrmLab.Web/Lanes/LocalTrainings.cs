using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>
/// Who trains on the devices of this machine now, for what computes here without a lane of its own: a trace or an evaluation would
/// slow that training, so it asks or says so first.
/// </summary>
public sealed class LocalTrainings(LaneOccupancy occupancy, RunLanes lanes, RunStates states)
{
    /// <summary>The devices in use, each with the run that it trains longest.</summary>
    public IReadOnlyList<(IRunLane Lane, string Run)> Now()
    {
        var runs = occupancy.Now();
        return [.. from lane in lanes.All where lane.Kind != LaneKind.Remote from run in runs[lane.Id].Where(Trains).Take(1) select (lane, run)];
    }

    /// <summary>The lane of a device as configurations name it: <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public IRunLane LaneOf(string device) => lanes.For(new RunConfig { Device = device });

    /// <summary>The run that is trained on a device; null if it is free.</summary>
    public string? RunOn(string device) => occupancy.Now()[LaneOf(device).Id].FirstOrDefault(Trains);

    // A paused run waits without computing.
    private bool Trains(string run) => states.Of(run).State.Phase is RunPhase.Starting or RunPhase.Running;
}
