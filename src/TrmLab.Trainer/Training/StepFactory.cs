using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native;

namespace TrmLab.Trainer.Training;

/// <summary>Chooses the implementation of the training step.</summary>
public sealed class StepFactory
{
    private readonly RunConfig _config;
    private readonly HaltingRule _halting;
    private readonly int _threads;
    private readonly RankGroup _ranks;

    /// <param name="ranks">Those that share the work of every step; null for one process.</param>
    /// <exception cref="InputException">The native step is asked for where it does not cover the network.</exception>
    public StepFactory(RunConfig config, HaltingRule halting, ComputeDevice device, RankGroup? ranks = null)
    {
        (_config, _halting, _threads, _ranks) = (config, halting, device.Threads, ranks ?? new RankGroup());
        var gap = config.SupervisionDecay == 1 ? Coverage.Gap(config.Arch, device.Device) : "it weighs all supervision steps alike (supervision_decay: 1)";
        if (config.Engine == StepEngine.Native && gap is not null) throw new InputException($"step_engine: native cannot be used: {gap}; choose auto or autograd");
        IsNative = config.Engine != StepEngine.Autograd && gap is null;
        Description = IsNative ? NativeStep.Describe(device.ForwardType) : config.Engine == StepEngine.Auto && gap is not null ? $"autograd (native: {gap})" : "autograd";
        if (!IsNative && device is { ForwardType: ForwardType.BFloat16, NoFastHalf: not null })
            Warning = "bfloat16 has no fast products on this processor outside of the native step: a step can take a hundred times as long as in float32; choose arch.forward_dtype=auto";
    }

    /// <summary>What makes it slower than it need be; null if nothing does.</summary>
    public string? Warning { get; }

    /// <summary>True for the hand-written CPU step.</summary>
    public bool IsNative { get; }

    /// <summary>Which one, and why not the other.</summary>
    public string Description { get; }

    /// <summary>A step for a network of the run's configuration; the network stays the caller's.</summary>
    public ISupervisionStep Create(TinyRecursiveModel model)
    {
        var loss = new ActLoss(_config.Arch.Loss, _config.SupervisionDecay);
        ISupervisionStep step = IsNative
            ? new NativeStep(model, _halting, loss, _config.BatchSize, _threads, _ranks.ShareOf(_config.BatchSize))
            : new AutogradStep(model, _halting, loss, _config.BatchSize);
        return _ranks.Size == 1 ? step : new DistributedStep(step, _ranks.OfDevice);
    }
}
