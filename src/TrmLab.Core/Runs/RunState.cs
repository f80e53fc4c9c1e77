namespace TrmLab.Core.Runs;

/// <summary>Where a run stands; always derived, never stored by hand.</summary>
public enum RunPhase
{
    /// <summary>Launched, but its trainer has not reported yet.</summary>
    Starting,

    /// <summary>A trainer holds the run.</summary>
    Running,

    /// <summary>A trainer holds the run and waits.</summary>
    Paused,

    /// <summary>All steps done.</summary>
    Finished,

    /// <summary>Stopped on request.</summary>
    Stopped,

    /// <summary>Ended by an error that it reported.</summary>
    Failed,

    /// <summary>The trainer is gone without a word.</summary>
    Lost,

    /// <summary>A directory with a configuration and nothing else.</summary>
    Prepared,

    /// <summary>Read from another program's file: nothing runs and nothing can be asked of it.</summary>
    Imported,
}

/// <summary>A phase with its reason.</summary>
/// <param name="Phase">Where the run stands.</param>
/// <param name="Reason">Why, in one line for people.</param>
public sealed record RunState(RunPhase Phase, string Reason)
{
    /// <summary>How long a launched trainer may take to report before it counts as lost.</summary>
    public static readonly TimeSpan StartingGrace = TimeSpan.FromSeconds(60);

    /// <summary>How old a heartbeat may be where locks cannot be trusted.</summary>
    public static readonly TimeSpan HeartbeatGrace = TimeSpan.FromSeconds(30);

    /// <summary>No trainer holds it and none is on its way.</summary>
    public bool IsOver => Phase is not (RunPhase.Starting or RunPhase.Running or RunPhase.Paused);

    /// <summary>
    /// The state by what is known: the last event that says something about life, the lock, the heartbeat and the last launch.
    /// </summary>
    /// <param name="last">The last event of kind started, paused, continued, finished, stopped, failed or imported; null without one.</param>
    /// <param name="lockHeld">Whether a living process holds the lock.</param>
    /// <param name="heartbeat">The last heartbeat.</param>
    /// <param name="launch">The last launch.</param>
    /// <param name="now">The time to judge by.</param>
    /// <param name="lastOutput">The trainer's last lines of output, for a lost run.</param>
    public static RunState Derive(RunEvent? last, bool lockHeld, Heartbeat? heartbeat, LaunchRecord? launch, DateTimeOffset now, Func<string> lastOutput)
    {
        if (last is RunImported imported) return new RunState(RunPhase.Imported, $"imported from {imported.Source} ({imported.Format})");
        var ended = last is RunFinished or RunStopped or RunFailed;
        var launchedSince = launch is { Error: null } && launch.IsNewerThan(last);
        if (lockHeld)
        {
            var heard = heartbeat is null ? "" : $"last heard {Math.Max(0, (now - DateTimeOffset.FromUnixTimeMilliseconds(heartbeat.Time)).TotalSeconds):0} s ago";
            if (last is RunPaused) return new RunState(RunPhase.Paused, heard);
            return last is null || (ended && launchedSince) ? new RunState(RunPhase.Starting, "the trainer is loading") : new RunState(RunPhase.Running, heard);
        }

        // A launch that lies ahead was before the clock was set back: how long ago cannot be known, so it is not waited for.
        if (launchedSince && (now - DateTimeOffset.FromUnixTimeMilliseconds(launch!.Time)).Duration() < StartingGrace) return new RunState(RunPhase.Starting, "waiting for the trainer to report");
        if (launch?.Error is { } failure && launch.IsNewerThan(last)) return new RunState(RunPhase.Failed, failure);
        if (!launchedSince)
        {
            if (last is RunFinished) return new RunState(RunPhase.Finished, "all steps done");
            if (last is RunStopped stopped) return new RunState(RunPhase.Stopped, stopped.Reason);
            if (last is RunFailed failed) return new RunState(RunPhase.Failed, failed.Reason);
            if (last is null && launch is null) return new RunState(RunPhase.Prepared, "not started");
        }

        return new RunState(RunPhase.Lost, Lost(heartbeat, lastOutput()));
    }

    private static string Lost(Heartbeat? heartbeat, string output)
    {
        var heard = heartbeat is null ? "it never reported" : $"last heard {DateTimeOffset.FromUnixTimeMilliseconds(heartbeat.Time):u} at step {heartbeat.Step}";
        return $"the trainer is gone ({heard})" + (output.Length > 0 ? ": " + output : ": its log is empty; it was killed or the machine went down");
    }
}
