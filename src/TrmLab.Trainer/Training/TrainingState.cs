using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Checkpoints;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;

namespace TrmLab.Trainer.Training;

/// <summary>Everything that changes while training, and nothing else: what a checkpoint holds for an exact resume.</summary>
public sealed class TrainingState : IDisposable
{
    /// <summary>A fresh state from the configuration's seed, the same on every rank.</summary>
    /// <param name="ranks">Those that train together; null for one process.</param>
    public TrainingState(RunConfig config, TrainingData data, ComputeDevice device, RankGroup? ranks = null)
    {
        ranks ??= new RankGroup();
        if (config.BatchSize < ranks.Size)
            throw new InputException($"{ranks.Size} ranks cannot share batches of {config.BatchSize}; raise global_batch_size or start fewer");
        var arch = config.Arch;
        (Config, Ranks, Share) = (config, ranks, ranks.ShareOf(config.BatchSize));
        Model = new TinyRecursiveModel(data.ShapeOf(arch), device.Device, device.ScalarType, config.Seed);
        Halting = new HaltingRule(arch, RandomStream.Exploration.Of(config.Seed), Share);
        Steps = new StepFactory(config, Halting, device, ranks);
        Plan = StepPlan.Of(config, data.Train.Metadata);
        LearningRateSchedule Schedule(double rate) => new(rate, config.WarmupSteps, Plan.TotalSteps, config.MinLearningRateRatio);
        Update = new WeightUpdate(
            Model,
            WeightOptimizers.Create(config, Model.Weights),
            Schedule(config.LearningRate),
            Model.PuzzleEmbedding is { } puzzles ? new SignSgd(puzzles, config.PuzzleEmbeddingWeightDecay) : null,
            Schedule(config.PuzzleEmbeddingLearningRate),
            config.Ema ? new ExponentialMovingAverage(Model.Weights, config.EmaRate) : null,
            config.MaxGradientNorm);
        Sampler = new TrainingSampler(data.Train, config.BatchSize, config.EvaluationInterval, config.Seed, ExampleAugmentation.Create(config.Augmentation, data.Train.Metadata));
        Carry = Carry.Initial(Model, Share.Count);
    }

    public RunConfig Config { get; }

    /// <summary>Those that train together.</summary>
    public RankGroup Ranks { get; }

    /// <summary>The rows of the global batch that are trained here.</summary>
    public RowShare Share { get; }

    public TinyRecursiveModel Model { get; }

    public HaltingRule Halting { get; }

    /// <summary>Optimisers and average.</summary>
    public WeightUpdate Update { get; }

    /// <summary>How many steps the configuration makes on its data.</summary>
    public StepPlan Plan { get; }

    public TrainingSampler Sampler { get; }

    /// <summary>How deep a step recurses; a curriculum changes it while training.</summary>
    public RecursionDepth DepthAt(long step) => Config.DepthCurriculum ? DepthCurriculum.At(step, Plan.TotalSteps, FullDepth) : FullDepth;

    /// <summary>The configured recursion, in which every evaluation runs.</summary>
    public RecursionDepth FullDepth => new(Config.Arch.RecursionCycles, Config.Arch.LatentSteps);

    /// <summary>Takes trained weights in before the first step; the average starts again from them.</summary>
    public void StartFrom(StartingWeights weights)
    {
        var targets = Model.Weights.Select(w => (w.name, Value: (torch.Tensor)w.parameter)).Concat(Model.Buffers.Select(b => (b.name, Value: b.buffer))).ToDictionary(t => t.name, t => t.Value);
        foreach (var array in weights.Arrays) array.CopyTo(targets[array.Name]);
        Update.Average?.Restart();
    }

    /// <summary>Where each sequence of this rank's share stands; replaced at every step.</summary>
    public Carry Carry { get; set; }

    /// <summary>Updates made.</summary>
    public long Step { get; set; }

    /// <summary>Evaluation intervals completed.</summary>
    public int Interval { get; set; }

    /// <summary>Best figures so far and where they are kept.</summary>
    public BestSoFar Best { get; set; } = new();

    /// <summary>A network of the same sizes that carries the averaged weights; buffers are shared. The caller disposes it.</summary>
    public TinyRecursiveModel AveragedTwin()
    {
        var twin = Model.Twin();
        Update.Average!.CopyTo(twin);
        return twin;
    }

    /// <summary>Makes the training step that the configuration asks for.</summary>
    public StepFactory Steps { get; }

    public void Dispose()
    {
        Carry.Dispose();
        Update.Dispose();
        Model.Dispose();
    }
}
