using System.Collections.Frozen;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Supervision;

/// <summary>Whether a living process holds a run: by its lock, or by its heartbeat where locks lie.</summary>
public sealed class RunLiveness
{
    private static readonly FrozenSet<string> NetworkFormats =
        FrozenSet.ToFrozenSet(["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "lustre", "gpfs", "afs", "ceph", "fuse.sshfs", "beegfs"], StringComparer.OrdinalIgnoreCase);

    private readonly bool _locksAreTrue;

    public RunLiveness(Hosting.LabData data)
        : this(!NetworkFormats.Contains(FormatOf(data.Root)))
    {
    }

    internal RunLiveness(bool locksAreTrue) => _locksAreTrue = locksAreTrue;

    /// <summary>True if a trainer has the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="last">The last event about life.</param>
    /// <param name="heartbeat">The last heartbeat.</param>
    /// <param name="now">The time to judge by.</param>
    public bool IsHeld(RunDirectory run, RunEvent? last, Heartbeat? heartbeat, DateTimeOffset now)
    {
        if (_locksAreTrue) return RunLock.IsHeld(run);
        if (heartbeat is null || now - DateTimeOffset.FromUnixTimeMilliseconds(heartbeat.Time) > RunState.HeartbeatGrace) return false;
        // Its last beat may be as young as the word that it ended.
        return last is not (RunFinished or RunStopped or RunFailed) || heartbeat.Time > last.Time + 2000;
    }

    private static string FormatOf(string path)
    {
        try
        {
            return new DriveInfo(path).DriveFormat;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
