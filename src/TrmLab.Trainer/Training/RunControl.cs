using System.Runtime.InteropServices;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Training;

/// <summary>
/// What the run has been asked to do meanwhile: command files and signals (SIGTERM, SIGINT, SIGHUP, SIGUSR1 = stop with a checkpoint). They are
/// noticed on other threads and obeyed by the training thread between two steps.
/// </summary>
public sealed class RunControl : IDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly RunDirectory _run;
    // By name and not by time: a clock that is set back must not make every later command one of before.
    private readonly HashSet<string> _before;
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly ManualResetEventSlim _news = new();
    private readonly Timer _poll;
    private volatile string? _signal;

    public RunControl(RunDirectory run)
    {
        _run = run;
        _before = [.. RunCommands.Pending(run).Select(c => c.Id)];
        foreach (var signal in new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT, PosixSignal.SIGHUP })
            _signals.Add(PosixSignalRegistration.Create(signal, OnSignal));
        if (!OperatingSystem.IsWindows()) _signals.Add(PosixSignalRegistration.Create((PosixSignal)10, OnSignal)); // SIGUSR1: a scheduler's warning
        _poll = new Timer(_ => Poll(), null, PollInterval, PollInterval);
    }

    /// <summary>Why a signal wants the run to end; null if none came.</summary>
    public string? StopSignal => _signal;

    /// <summary>Commands that wait, oldest first. Those that lay there when this process took the run are handed to <paramref name="outdated"/>.</summary>
    public IReadOnlyList<RunCommand> Take(Action<RunCommand> outdated)
    {
        if (!_news.IsSet) return [];
        _news.Reset();
        var current = new List<RunCommand>();
        foreach (var command in RunCommands.Pending(_run))
        {
            if (_before.Contains(command.Id)) outdated(command);
            else current.Add(command);
        }

        return current;
    }

    /// <summary>True if a command to stop waits that was meant for this process.</summary>
    public bool StopWaits => _news.IsSet && RunCommands.Pending(_run).Any(c => c.Kind == RunCommandKind.Stop && !_before.Contains(c.Id));

    /// <summary>Waits for the next command or signal.</summary>
    public void Wait() => _news.Wait(PollInterval);

    public void Dispose()
    {
        _poll.Dispose();
        _signals.ForEach(s => s.Dispose());
        _news.Dispose();
    }

    private void Poll()
    {
        try
        {
            if (Directory.Exists(_run.Commands) && Directory.EnumerateFiles(_run.Commands, "*.json").Any()) _news.Set();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // Looked at again in 200 ms; a command is a file and does not get lost.
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        _signal = context.Signal switch
        {
            PosixSignal.SIGTERM => "SIGTERM",
            PosixSignal.SIGINT => "interrupted (Ctrl+C)",
            PosixSignal.SIGHUP => "SIGHUP",
            _ => "SIGUSR1",
        };
        _news.Set();
    }
}
