using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>Which of this lab's runs a lane has, whoever started them.</summary>
public sealed class LaneOccupancy(RunStates states, RunFolder folder, RunLanes lanes)
{
    /// <summary>The live runs of each lane by its id, oldest first.</summary>
    public ILookup<string, string> Now() => states.Live.Select(run => (Run: run, Lane: LaneOf(folder.Of(run)))).Where(r => r.Lane is not null).ToLookup(r => r.Lane!, r => r.Run);

    /// <summary>The lane of a run: where it was launched, else what its configuration means here; null if neither can be read.</summary>
    public string? LaneOf(RunDirectory run)
    {
        if (LaunchRecord.Read(run) is { Lane.Length: > 0 } launch) return launch.Lane;
        try
        {
            return lanes.Of(run).Id;
        }
        catch (InputException)
        {
            return null;
        }
    }
}
