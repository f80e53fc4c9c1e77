using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Security;

namespace TrmLab.Web.Supervision;

/// <summary>Starts trainers: for a new run directory, or again for one that ended.</summary>
public sealed partial class RunLauncher(RunFolder folder, TrainerProgram trainer, RunIngest ingest, RunStates states, ILogger<RunLauncher> logger)
{
    /// <summary>Makes a run directory for <paramref name="config"/> and starts its trainer. A failure to start is the run's reason, not an exception.</summary>
    /// <exception cref="InputException">The directory cannot be made.</exception>
    public RunDirectory Launch(RunConfig config)
    {
        LabAccess.RequireChange();
        var run = folder.Of(RunDirectory.NewId());
        try
        {
            Directory.CreateDirectory(run.Root);
            DurableFile.WriteText(run.Config, ConfigJson.Write(config));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{run.Root}: cannot make the run directory: {e.Message}", e);
        }

        Start(run, new LaunchRecord(), ["train", "--config", run.Config, "--run-dir", run.Root]);
        return run;
    }

    /// <summary>Goes on with a run from its last checkpoint.</summary>
    /// <exception cref="InputException">A trainer has it now.</exception>
    public void Resume(RunDirectory run)
    {
        LabAccess.RequireChange();
        if (RunLock.IsHeld(run)) throw new InputException($"run {run.Id} is in use by a trainer; stop it first");
        foreach (var command in RunCommands.Pending(run)) RunCommands.Remove(run, command);
        Start(run, new LaunchRecord { Resume = true }, ["train", "--resume", run.Root]);
    }

    private void Start(RunDirectory run, LaunchRecord launch, string[] arguments)
    {
        launch.Write(run);
        try
        {
            var process = trainer.Start(run, arguments);
            LogStarted(run.Id, process.Id);
            _ = WatchStart(run, launch, process);
        }
        catch (Exception e) when (e is InputException or System.ComponentModel.Win32Exception or IOException)
        {
            (launch with { Error = e.Message }).Write(run);
            LogNotStarted(run.Id, e.Message);
        }

        ingest.Discover();
        states.Look(run, DateTimeOffset.UtcNow);
    }

    // A trainer that ends before it took the run leaves no event: its last words are the reason then.
    private async Task WatchStart(RunDirectory run, LaunchRecord launch, Process process)
    {
        using (process)
        {
            await process.WaitForExitAsync();
            LogEnded(run.Id, process.ExitCode);
            var reported = File.Exists(run.Log) && File.GetLastWriteTimeUtc(run.Log) >= DateTimeOffset.FromUnixTimeMilliseconds(launch.Time).UtcDateTime;
            if (!reported && Directory.Exists(run.Root))
            {
                var words = LogTail.LastWords(run.Output);
                (launch with { Error = $"the trainer ended with code {process.ExitCode} before it took the run" + (words.Length > 0 ? ": " + words : "") }).Write(run);
            }

            states.Look(run, DateTimeOffset.UtcNow);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: trainer started as process {Process}")]
    private partial void LogStarted(string run, int process);

    [LoggerMessage(Level = LogLevel.Error, Message = "Run {Run}: the trainer could not be started: {Reason}")]
    private partial void LogNotStarted(string run, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Run {Run}: trainer ended with code {Code}")]
    private partial void LogEnded(string run, int code);
}
