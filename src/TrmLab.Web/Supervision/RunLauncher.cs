using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Security;

namespace TrmLab.Web.Supervision;

/// <summary>Starts trainers on lanes, for a new run directory or again for one that ended, and stops them.</summary>
public sealed partial class RunLauncher(RunFolder folder, RunLanes lanes, RunIngest ingest, RunStates states, ILogger<RunLauncher> logger)
{
    /// <summary>
    /// Makes a run directory for <paramref name="config"/> and starts its trainer. A failure to start is the run's reason, not an exception.
    /// Repeated with the same <paramref name="id"/>, after a crash at any point, it completes what is missing and starts no second trainer.
    /// </summary>
    /// <param name="config">The configuration; on a chosen lane its device becomes the lane's.</param>
    /// <param name="lane">Where; null takes the lane that the configuration's device means.</param>
    /// <param name="labels">Group, tags and note.</param>
    /// <param name="id">The run's id; null draws one.</param>
    /// <param name="request">What it asks of a cluster; null for the lab's defaults.</param>
    /// <exception cref="InputException">The directory cannot be made.</exception>
    public RunDirectory Launch(RunConfig config, IRunLane? lane = null, RunLabels? labels = null, string? id = null, LaneRequest? request = null)
    {
        LabAccess.RequireChange();
        var place = lane ?? lanes.For(config);
        // Without a chosen lane a GPU that is not there is the trainer's to refuse, not this one's to replace by the CPU.
        if (lane is not null || place.Kind != LaneKind.Cpu) config = place.Adapt(config);
        var run = Prepare(config, labels, id ?? RunDirectory.NewId());
        Start(run, place, new LaunchRecord { Lane = place.Id, Request = request }, run.Id, ["train", "--config", run.Config, "--run-dir", run.Root]);
        return run;
    }

    /// <summary>Makes several runs and starts their trainers at once, on a lane that can (<see cref="IRunLane.TakesArrays"/>); otherwise like <see cref="Launch"/>.</summary>
    /// <exception cref="InputException">A directory cannot be made.</exception>
    public void LaunchAll(IReadOnlyList<RunOrder> plan, IRunLane lane, LaneRequest? request)
    {
        LabAccess.RequireChange();
        var runs = plan.Select(p => Prepare(lane.Adapt(p.Config), p.Labels, p.Id)).ToArray();
        var offered = runs.Where(r => StartTicket.Offer(r, r.Id)).ToArray();
        var launch = new LaunchRecord { Lane = lane.Id, Request = request, LogBytes = 0 };
        foreach (var run in offered) launch.Write(run);
        if (offered.Length > 0) Begin(offered, lane, launch, () => lane.StartAll(offered));
        Look(runs);
    }

    /// <summary>Goes on with a run from its last checkpoint.</summary>
    /// <param name="run">The run.</param>
    /// <param name="lane">Where; null takes the lane where it was last.</param>
    /// <param name="start">Names this wish to resume, so that its repetition after a crash starts no second trainer; null is a new one.</param>
    /// <exception cref="InputException">A trainer has it now.</exception>
    public void Resume(RunDirectory run, IRunLane? lane = null, string? start = null)
    {
        LabAccess.RequireChange();
        if (start is not null && StartTicket.IsTaken(run, start)) return;
        if (RunLock.IsHeld(run) || states.Of(run.Id).State.Phase is RunPhase.Running or RunPhase.Paused) throw new InputException($"run {run.Id} is in use by a trainer; stop it first");
        foreach (var command in RunCommands.Pending(run)) RunCommands.Remove(run, command);
        var place = lane ?? lanes.Of(run);
        var launch = new LaunchRecord { Resume = true, Lane = place.Id, Request = LaunchRecord.Read(run)?.Request };
        Start(run, place, launch, start ?? Guid.NewGuid().ToString("n"), ["train", "--resume", run.Root]);
    }

    /// <summary>Asks a run's trainer for a checkpoint and its end; a start that still waits outside this machine is taken back instead.</summary>
    public void Stop(RunDirectory run)
    {
        LabAccess.RequireChange();
        if (states.Of(run.Id).State.Phase == RunPhase.Starting && LaunchRecord.Read(run) is { } launch && lanes.Of(launch.Lane) is { CanCancel: true } lane) lane.Cancel(run, launch);
        else RunCommands.Send(run, RunCommandKind.Stop);
        states.Look(run, DateTimeOffset.UtcNow);
    }

    private RunDirectory Prepare(RunConfig config, RunLabels? labels, string id)
    {
        var run = folder.Of(id);
        try
        {
            Directory.CreateDirectory(run.Root);
            if (labels is { IsEmpty: false }) labels.Write(run);
            if (!File.Exists(run.Config)) DurableFile.WriteText(run.Config, ConfigJson.Write(config));
            return run;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{run.Root}: cannot make the run directory: {e.Message}", e);
        }
    }

    private void Start(RunDirectory run, IRunLane lane, LaunchRecord launch, string ticket, string[] arguments)
    {
        // The log is measured before the ticket is seen not to be taken: no trainer of this start has written to it then.
        launch = launch.Before(run);
        if (StartTicket.Offer(run, ticket))
        {
            launch.Write(run);
            Begin([run], lane, launch, () => [lane.Start(run, arguments)]);
        }

        Look([run]);
    }

    private void Begin(IReadOnlyList<RunDirectory> runs, IRunLane lane, LaunchRecord launch, Func<IReadOnlyList<LaneStart>> begin)
    {
        try
        {
            foreach (var (run, start) in runs.Zip(begin()))
            {
                var started = launch with { Job = start.Job };
                started.Write(run);
                LogStarted(run.Id, lane.Name, start.Job);
                if (start.Ended is { } ended) _ = WatchStart(run, started, ended);
            }
        }
        catch (Exception e) when (e is InputException or System.ComponentModel.Win32Exception or IOException)
        {
            foreach (var run in runs)
            {
                (launch with { Error = e.Message }).Write(run);
                LogNotStarted(run.Id, e.Message);
            }
        }
    }

    private void Look(IEnumerable<RunDirectory> runs)
    {
        ingest.Discover();
        foreach (var run in runs) states.Look(run, DateTimeOffset.UtcNow);
    }

    // A trainer that ends before it took the run leaves no event: its last words are the reason then.
    private async Task WatchStart(RunDirectory run, LaunchRecord launch, Task<int> ended)
    {
        var code = await ended;
        LogEnded(run.Id, code);
        if (!launch.WasAnswered(run) && code != StartTicket.TooLate && Directory.Exists(run.Root))
        {
            var words = LogTail.LastWords(run.Output);
            (launch with { Error = $"the trainer ended with code {code} before it took the run" + (words.Length > 0 ? ": " + words : "") }).Write(run);
        }

        states.Look(run, DateTimeOffset.UtcNow);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: trainer started on {Lane} as {Job}")]
    private partial void LogStarted(string run, string lane, string job);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: the trainer could not be started: {Reason}")]
    private partial void LogNotStarted(string run, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: trainer ended with code {Code}")]
    private partial void LogEnded(string run, int code);
}
