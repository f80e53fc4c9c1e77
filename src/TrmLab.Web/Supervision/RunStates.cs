using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Text;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Supervision;

/// <summary>The derived state of every run. The look at the start of the program and the periodic one are this one.</summary>
public sealed class RunStates(RunFolder folder, RunIngest ingest, RunIndex index, RunLiveness liveness, RunLanes lanes, RunFeed feed)
{
    private const int FullRoundEvery = 60;

    private readonly ConcurrentDictionary<string, (RunStatus Status, (long, DateTime) Signature)> _states = new();
    private int _round;
    private volatile bool _areKnown;

    /// <summary>Where a run stands.</summary>
    public RunStatus Of(string run) => _states.TryGetValue(run, out var state) ? state.Status : RunStatus.Unknown;

    /// <summary>Whether all runs have been looked at since the program started.</summary>
    public bool AreKnown => _areKnown;

    /// <summary>The runs that a trainer has or is about to take.</summary>
    public IReadOnlyList<string> Live => [.. _states.Where(s => !s.Value.Status.State.IsOver).Select(s => s.Key).Order(StringComparer.Ordinal)];

    /// <summary>Looks at all runs; those that are over and whose files stand still only at every sixtieth call.</summary>
    /// <exception cref="IOException">A run could not be read; all others were looked at.</exception>
    public void Look(DateTimeOffset now)
    {
        var full = _round++ % FullRoundEvery == 0;
        ExceptionDispatchInfo? failure = null;
        // Listed before the folder is: a run that is launched meanwhile has been looked at by its launcher and must not be taken for a deleted one.
        var listed = _states.Keys;
        var present = folder.All();
        foreach (var run in present)
        {
            var signature = SignatureOf(run);
            if (!full && _states.TryGetValue(run.Id, out var known) && IsSettled(known.Status.State) && known.Signature == signature) continue;
            try
            {
                Set(run, Derive(run, now), signature);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What cannot be read now keeps its state, and the others theirs.
                failure ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        foreach (var gone in listed.Except(present.Select(r => r.Id))) _states.TryRemove(gone, out _);
        _areKnown = true;
        failure?.Throw();
    }

    /// <summary>Looks at one run now.</summary>
    public void Look(RunDirectory run, DateTimeOffset now) => Set(run, Derive(run, now), SignatureOf(run));

    // The lock is asked before the log is read to its end: a trainer writes its last event before it lets the lock go, so a run that
    // ended between the two looks is seen as ended and never as lost.
    private RunStatus Derive(RunDirectory run, DateTimeOffset now)
    {
        // Before the lock is asked: a trainer that answers from here on is Starting at worst, never what the run was before.
        var launch = LaunchRecord.Read(run);
        var heartbeat = Heartbeat.Read(run);
        var last = LastLife(run);
        var sight = launch is { Lane.Length: > 0, Error: null } ? lanes.Of(launch.Lane)?.Look(run, launch, last, heartbeat, now) : null;
        var held = sight?.Alive ?? liveness.IsHeld(run, last, heartbeat, now);
        if (!held) ingest.CatchUp(run);
        var state = sight is { Waiting.Length: > 0 }
            ? new RunState(RunPhase.Starting, sight.Waiting)
            : RunState.Derive(LastLife(run), held, heartbeat, launch, now, () => LogTail.LastWords(run.Output));
        if (sight is { TakenBack: true } && state.Phase is RunPhase.Lost or RunPhase.Starting) state = new RunState(RunPhase.Stopped, sight.Gone);
        if (state.Phase == RunPhase.Lost && sight is { Gone.Length: > 0 }) state = state with { Reason = $"{sight.Gone}; {state.Reason}" };
        return new RunStatus(state, heartbeat, state.IsOver ? [] : [.. RunCommands.Pending(run).Select(c => c.Kind)]);
    }

    private RunEvent? LastLife(RunDirectory run)
    {
        using var db = index.Open();
        var json = db.Runs.Where(r => r.Run == run.Id).Select(r => r.Life).FirstOrDefault();
        return json is null ? null : RunEventJson.Read(Encoding.UTF8.GetBytes(json));
    }

    private void Set(RunDirectory run, RunStatus status, (long, DateTime) signature)
    {
        var before = Of(run.Id);
        _states[run.Id] = (status, signature);
        var changed = before.State.Phase != status.State.Phase
            || (status.State.IsOver && before.State.Reason != status.State.Reason)
            || before.Heartbeat?.Activity != status.Heartbeat?.Activity
            || !before.Pending.SequenceEqual(status.Pending);
        if (changed) feed.Changed(run.Id);
    }

    // A run seems prepared also while the index has not met it yet, however full its log is.
    private static bool IsSettled(RunState state) => state.IsOver && state.Phase != RunPhase.Prepared;

    private static (long, DateTime) SignatureOf(RunDirectory run) =>
        (File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0, File.GetLastWriteTimeUtc(run.Launch));
}
