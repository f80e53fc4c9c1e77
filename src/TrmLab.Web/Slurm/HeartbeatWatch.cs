using System.Collections.Concurrent;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Slurm;

/// <summary>When each run's heartbeat was seen to change, by this machine's clock: the clock of the node that wrote it may be another.</summary>
internal sealed class HeartbeatWatch
{
    private readonly ConcurrentDictionary<string, (long Beat, DateTimeOffset? Changed)> _seen = new();

    /// <summary>When the heartbeat last changed; null if it has not since it was first seen.</summary>
    public DateTimeOffset? Look(string run, Heartbeat? heartbeat, DateTimeOffset now)
    {
        var beat = heartbeat?.Time ?? 0;
        return _seen.AddOrUpdate(run, _ => (beat, null), (_, before) => before.Beat == beat ? before : (beat, now)).Changed;
    }
}
