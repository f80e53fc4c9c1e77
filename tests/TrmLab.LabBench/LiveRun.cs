using System.Diagnostics;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.LabBench;

/// <summary>A run that logs at an even pace from this process, under its lock as a trainer does.</summary>
internal sealed class LiveRun(RunDirectory run, int seed)
{
    public const string Metric = "train/lm_loss";
    public const int Rate = 20;

    private readonly List<long> _logged = [];
    private readonly Lock _gate = new();
    private Thread? _thread;
    private volatile bool _stop;

    public string Id => run.Id;

    /// <summary>Steps logged.</summary>
    public long Step
    {
        get
        {
            lock (_gate) return _logged.Count;
        }
    }

    public void Start()
    {
        File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = $"live {seed}", Seed = seed, DataPaths = ["none"] }));
        _thread = new Thread(Log) { IsBackground = true };
        _thread.Start();
    }

    public void Stop()
    {
        _stop = true;
        _thread?.Join();
    }

    /// <summary>Milliseconds from the logging of each point until a page had drawn it or a later one.</summary>
    /// <param name="seen">Steps and the Unix milliseconds at which the page had drawn up to them.</param>
    public IEnumerable<double> Delays(double[][] seen)
    {
        if (seen.Length < 2) yield break;
        long[] logged;
        lock (_gate) logged = [.. _logged];
        var at = 1;
        for (var step = (long)seen[0][0] + 1; step <= (long)seen[^1][0]; step++)
        {
            while (seen[at][0] < step) at++;
            yield return seen[at][1] - logged[step - 1];
        }
    }

    private void Log()
    {
        using var hold = RunLock.Take(run);
        using var log = RunLogWriter.Append(run.Log);
        log.Write(new RunStarted { Run = run.Id, Process = ProcessIdentity.Current, TotalSteps = 1_000_000, Device = "cpu, made" });
        var clock = Stopwatch.StartNew();
        for (var step = 1; !_stop; step++)
        {
            var metrics = new MetricsLogged
            {
                Step = step,
                Values = new[] { "lm_loss", "accuracy", "exact_accuracy", "q_halt_accuracy", "q_halt_loss", "steps", "lr", "grad_norm" }
                    .Select((m, i) => ("train/" + m, MadeRuns.Value(seed, step, i))).ToDictionary(m => m.Item1, m => m.Item2),
            };
            log.Write(metrics);
            lock (_gate) _logged.Add(metrics.Time);
            var wait = TimeSpan.FromSeconds(step / (double)Rate) - clock.Elapsed;
            if (wait > TimeSpan.Zero) Thread.Sleep(wait);
        }

        log.Write(new RunStopped { Step = Step, Reason = "the bench is over" });
    }
}
