using System.Diagnostics;
using TorchSharp;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Losses;

namespace TrmLab.Trainer.Training;

/// <summary>
/// Turns steps into log lines. On a GPU the numbers of a step are fetched after the next one has been launched. The copy comes behind
/// that step in the device's queue, so the program waits until both are done, and the device then waits for the step after them: at every
/// line, by default at every step.
/// </summary>
/// <remarks>
/// Where no sequence halted in a step, its accuracies are undefined: the reference logs 0 for them, this program leaves them out.
/// With several ranks <c>perf/collective_share</c> is the share of rank 0's time that went into collectives.
/// <c>train/halted</c> is the number of sequences that halted; the reference's <c>train/count</c> is 1 or 0.
/// </remarks>
/// <param name="waited">Time in collectives so far; null for one process.</param>
/// <param name="device">The GPU whose load is logged; null for none.</param>
public sealed class MetricsRecorder(IRunLog log, int batchSize, int interval, bool deferred, Func<TimeSpan>? waited = null, torch.Device? device = null) : IDisposable
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private Pending? _pending;
    private long _stepsSinceLine;
    private TimeSpan _waited;
    private readonly ProcessMeter _meter = new(device is null ? null : GpuMeter.Of(device));
    private bool _notANumberReported;

    /// <summary>Whether a step gets a line.</summary>
    public bool Wants(long step) => step % interval == 0 || step == 1;

    /// <summary>Takes a step's sums; <paramref name="metrics"/> and <paramref name="gradientNorm"/> stay the caller's.</summary>
    public void Add(long step, MetricSums metrics, double learningRate, torch.Tensor? gradientNorm)
    {
        _stepsSinceLine++;
        Flush();
        if (!Wants(step)) return;
        var seconds = Math.Max(1e-9, _clock.Elapsed.TotalSeconds);
        var perSecond = _stepsSinceLine / seconds;
        double? collective = waited is null ? null : (waited() - _waited).TotalSeconds / seconds;
        _waited = waited?.Invoke() ?? default;
        _clock.Restart();
        _stepsSinceLine = 0;
        _pending = new Pending(step, metrics.Alias(), learningRate, gradientNorm?.alias().DetachFromDisposeScope(), perSecond, collective);
        if (!deferred) Flush();
    }

    /// <summary>Writes what has not been written yet.</summary>
    public void Flush()
    {
        if (_pending is not { } pending) return;
        _pending = null;
        using (pending) Write(pending);
    }

    /// <summary>Leaves the time of an evaluation or a pause out of the speed.</summary>
    public void SkipTime(Action work)
    {
        Flush();
        _clock.Stop();
        var before = waited?.Invoke() ?? default;
        try
        {
            work();
        }
        finally
        {
            _clock.Start();
            _waited += (waited?.Invoke() ?? default) - before;
        }
    }

    public void Dispose() => _pending?.Dispose();

    private void Write(Pending pending)
    {
        var sums = pending.Metrics.Read();
        var values = new Dictionary<string, double>();
        foreach (var (name, value) in sums.Logged(batchSize))
        {
            if (sums.Count > 0 || name == "count" || name.EndsWith("loss", StringComparison.Ordinal)) values["train/" + name] = value;
        }

        values["train/halted"] = sums.Count;
        values["train/lr"] = pending.LearningRate;
        if (pending.GradientNorm is { } norm) values["train/grad_norm"] = norm.item<float>();
        values["perf/steps_per_second"] = pending.StepsPerSecond;
        if (pending.CollectiveShare is { } share) values["perf/collective_share"] = share;
        _meter.AddTo(values);
        log.Write(new MetricsLogged { Step = pending.Step, Values = values });
        if (double.IsFinite(sums.LmLoss) || _notANumberReported) return;
        _notANumberReported = true;
        log.Write(new Notice { Level = "warning", Text = $"the loss is {sums.LmLoss} at step {pending.Step}: the weights are probably lost; lower lr or resume from an earlier checkpoint" });
    }

    private sealed record Pending(long Step, MetricSums Metrics, double LearningRate, torch.Tensor? GradientNorm, double StepsPerSecond, double? CollectiveShare) : IDisposable
    {
        public void Dispose()
        {
            Metrics.Dispose();
            GradientNorm?.Dispose();
        }
    }
}
