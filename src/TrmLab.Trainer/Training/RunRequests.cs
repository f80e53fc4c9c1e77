using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Training;

/// <summary>Turns commands and signals into what the training loop has to do, acknowledges each in the log, and holds the loop while paused.</summary>
public sealed class RunRequests(RunDirectory run, IRunLog log, RunControl control, ITrainingView view) : IRunRequests
{
    /// <summary>Why the run is to end; null while it is not.</summary>
    public string? StopReason { get; private set; }

    /// <inheritdoc/>
    public bool Paused { get; private set; }

    /// <inheritdoc/>
    public bool StopPending => StopReason is not null || control.StopSignal is not null || control.StopWaits;

    /// <inheritdoc/>
    public IReadOnlyList<RunCommandKind> Next(long step, MetricsRecorder metrics)
    {
        if (Paused) metrics.SkipTime(control.Wait);
        var work = new List<RunCommandKind>();
        foreach (var command in control.Take(Outdated))
        {
            if (command.Kind is RunCommandKind.Pause) Pause(step);
            else if (command.Kind is RunCommandKind.Continue) Continue(step);
            else if (command.Kind is RunCommandKind.Stop) StopReason ??= "stopped on request";
            else if (!work.Contains(command.Kind)) work.Add(command.Kind);
            Acknowledge(command, "done");
        }

        if (control.StopSignal is { } signal) StopReason ??= $"stopped by {signal}";
        if (StopReason is null) return work;
        Stop(step, metrics, StopReason);
        return [.. work, RunCommandKind.Stop];
    }

    /// <summary>The run is to end after this step.</summary>
    public void Stop(long step, MetricsRecorder metrics, string reason)
    {
        StopReason ??= reason;
        metrics.Flush();
        Continue(step);
    }

    private void Pause(long step)
    {
        if (Paused) return;
        Paused = true;
        log.Write(new RunPaused { Step = step });
        view.Activity(step, "paused");
    }

    private void Continue(long step)
    {
        if (!Paused) return;
        Paused = false;
        log.Write(new RunContinued { Step = step });
        view.Activity(step, "training");
    }

    private void Outdated(RunCommand command) => Acknowledge(command, "ignored: sent before this trainer started");

    private void Acknowledge(RunCommand command, string outcome)
    {
        log.Write(new CommandHandled { Id = command.Id, Command = command.Kind.ToString().ToLowerInvariant(), Outcome = outcome });
        RunCommands.Remove(run, command);
    }
}
