using TrmLab.Faults.Faults;

namespace TrmLab.Faults;

/// <summary>All faults.</summary>
public static class FaultCatalogue
{
    /// <summary>In the order of docs/reliability.md.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("server-kill", "no point is missing, doubled or wrong, and states are true 15 s after a start", 200, 3, ServerKills.TryAsync),
        new("trainer-kill", "the log is a readable prefix, the run is Lost with its reason, and resume ends with identical bytes", 200, 2, TrainerKills.TryAsync),
        new("truncation", "every file of a run, cut at every byte: whole lines are kept, the rest is refused in one line, the checkpoint before is used", 1, 1, Truncation.TryAsync),
        new("full-disk-log", "the trainer ends with a message and resumes to identical bytes", 20, 1, FullDisk.LogAsync),
        new("full-disk-checkpoint", "as for the log; older checkpoints stay sound", 20, 1, FullDisk.CheckpointAsync),
        new("full-disk-index", "the dashboard answers, and its index is whole once there is room", 20, 1, FullDisk.IndexAsync),
        new("index-damage", "an index deleted, overwritten, cut or emptied is built anew by itself", 48, 8, IndexDamage.DamageAsync),
        new("index-lock", "a locked index holds nothing up for good", 10, 1, IndexDamage.LockAsync),
        new("clock-jump", "states, points and commands do not depend on the clock", 30, 3, ClockJumps.TryAsync),
        new("permissions", "rights taken away: one message, nothing lost, no other run held up", 10, 1, Permissions.TryAsync),
        new("two-servers", "the second refuses and names the first", 30, 2, TwoServers.TryAsync),
        new("data-change", "data deleted or cut short under a run: a true state and a reason", 30, 5, DataChanges.TryAsync),
        new("power-loss", "content before name, name before event, in the order of system calls", 10, 1, PowerLoss.TryAsync),
        new("soak", "memory and file handles stay flat (a count is a hundred steps)", 100, 0, Soak.TryAsync),
        new("silent-client", "a program that does not read costs the server nothing and gets every point once it reads", 10, 1, SilentClient.TryAsync),
        new("load", "fifty readers of five live runs see a point within two seconds (a count is ten seconds)", 60, 0, Load.TryAsync),
    ];
}
