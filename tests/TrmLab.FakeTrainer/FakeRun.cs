using System.Diagnostics;
using System.Runtime.InteropServices;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.FakeTrainer;

/// <summary>One run of the fake.</summary>
internal sealed class FakeRun(FakeBehaviour behaviour)
{
    private volatile bool _stop;
    private bool _paused;

    public int Run(string[] args)
    {
        if (behaviour.Refuse.Length > 0)
        {
            Console.Error.WriteLine(behaviour.Refuse);
            return 2;
        }

        var resume = args is ["train", "--resume", _];
        var run = RunDirectory.At(args[^1]);
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var sigusr1 = PosixSignalRegistration.Create((PosixSignal)10, Stop);
        using var hold = RunLock.Take(run);
        using var log = RunLogWriter.Append(run.Log);
        Console.WriteLine($"fake trainer, process {Environment.ProcessId}");
        var step = resume ? LastCheckpoint(run) : 0;
        log.Write(new RunStarted
        {
            Run = run.Id,
            Process = ProcessIdentity.Current,
            TotalSteps = behaviour.Steps,
            Parameters = 1234,
            Device = "cpu, fake",
            Environment = new Dictionary<string, string> { ["seed"] = ConfigJson.ReadFile(run.Config).Seed.ToString() },
        });
        if (resume) log.Write(new RunResumed { FromStep = step, Checkpoint = RunDirectory.CheckpointPath(step) });
        return Train(run, log, step);
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _stop = true;
    }

    private static long LastCheckpoint(RunDirectory run) =>
        Directory.Exists(run.Checkpoints) ? Directory.EnumerateDirectories(run.Checkpoints).Select(d => long.Parse(Path.GetFileName(d)[5..])).DefaultIfEmpty(0).Max() : 0;

    private int Train(RunDirectory run, RunLogWriter log, long step)
    {
        var clock = Stopwatch.StartNew();
        var first = step;
        var beaten = TimeSpan.FromDays(-1);
        while (step < behaviour.Steps)
        {
            Obey(run, log, step);
            if (clock.Elapsed - beaten > TimeSpan.FromSeconds(1))
            {
                new Heartbeat { Time = Now, Step = step, Activity = _paused ? "paused" : "training", Process = ProcessIdentity.Current }.Write(run);
                beaten = clock.Elapsed;
            }

            if (_stop)
            {
                Save(run, log, step, "latest");
                log.Write(new RunStopped { Step = step, Reason = "stopped on request" });
                return 3;
            }

            if (_paused)
            {
                Thread.Sleep(50);
                continue;
            }

            step++;
            if (step == behaviour.CrashAt) Process.GetCurrentProcess().Kill();
            if (step == behaviour.FailAt)
            {
                log.Write(new RunFailed { Step = step, Reason = "the fake failed as it was told" });
                return 4;
            }

            log.Write(FakeCurves.Metrics(step, behaviour.NaNAt, (step - first) / Math.Max(0.001, clock.Elapsed.TotalSeconds)));
            if (step % behaviour.EvaluateEvery == 0)
            {
                Evaluate(log, step);
                Save(run, log, step, "latest");
            }

            if (behaviour.Rate > 0 && TimeSpan.FromSeconds((step - first) / behaviour.Rate) - clock.Elapsed is var wait && wait > TimeSpan.Zero) Thread.Sleep(wait);
        }

        log.Write(new RunFinished { Step = step, Seconds = clock.Elapsed.TotalSeconds });
        return 0;
    }

    private static long Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private static void Evaluate(RunLogWriter log, long step)
    {
        foreach (var weights in new[] { "raw", "ema" }) log.Write(FakeCurves.Evaluation(step, weights));
    }

    private static void Save(RunDirectory run, RunLogWriter log, long step, string kind)
    {
        var path = RunDirectory.CheckpointPath(step);
        Directory.CreateDirectory(run.Resolve(path));
        File.WriteAllText(Path.Combine(run.Resolve(path), "weights"), "fake");
        log.Write(new CheckpointSaved { Step = step, Path = path, Kind = kind, Bytes = 4 });
    }

    private void Obey(RunDirectory run, RunLogWriter log, long step)
    {
        foreach (var command in RunCommands.Pending(run))
        {
            switch (command.Kind)
            {
                case RunCommandKind.Stop: _stop = true; break;
                case RunCommandKind.Save: Save(run, log, step, "requested"); break;
                case RunCommandKind.Evaluate: Evaluate(log, step); break;
                case RunCommandKind.Pause when !_paused:
                    _paused = true;
                    log.Write(new RunPaused { Step = step });
                    break;
                case RunCommandKind.Continue when _paused:
                    _paused = false;
                    log.Write(new RunContinued { Step = step });
                    break;
            }

            log.Write(new CommandHandled { Id = command.Id, Command = command.Kind.ToString().ToLowerInvariant() });
            RunCommands.Remove(run, command);
        }
    }
}
