using System.Diagnostics;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Measurement;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>Times whole training steps on synthetic data: supervision step, both optimisers, average.</summary>
public static class StepBenchmark
{
    /// <summary>Runs a configuration.</summary>
    /// <param name="device">Its threads are those of the native step; libtorch's own number is set to it too.</param>
    /// <param name="steps">Timed steps, after <paramref name="warmup"/> more.</param>
    public static StepTiming Run(BenchConfig config, StepEngine engine, ComputeDevice device, int steps, int warmup = 2)
    {
        var (forwardType, threads) = (device.ForwardType, device.Threads);
        set_num_threads(threads);
        using var model = new TinyRecursiveModel(config.Shape, device.Device, device.ScalarType, seed: 0);
        using var update = Update(model);
        using var step = Step(config, model, engine, threads);
        var carry = Carry.Initial(model, config.BatchSize);
        var random = new Random(0);
        var times = new List<double>();
        var processor = new List<double>();
        var loss = 0.0;
        ProcessCounters before = default;
        for (var number = 1; number <= warmup + steps; number++)
        {
            if (number == warmup + 1)
                before = ProcessCounters.Now();
            var batch = Batch(config, random);
            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            using (var result = step.Run(carry, batch, training: true))
            {
                carry.Dispose();
                carry = result.Carry;
                update.Apply(number);
                loss = result.Loss.to(ScalarType.Float64).item<double>();
            }

            device.Wait();

            if (number <= warmup)
                continue;
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            processor.Add((Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
        }

        var after = ProcessCounters.Now();
        carry.Dispose();
        var (wall, cores) = (Samples.Of(times), Samples.Of(processor));
        return new StepTiming(
            config.Name, ConfigField.Word(engine), ConfigField.Word(forwardType), threads, steps, wall.Median, wall.Min, wall.Max,
            cores.Median, cores.Min, config.Work(threads).Gigaflop / wall.Median * 1000, (double)(after.PageFaults - before.PageFaults) / steps, after.PeakMemoryMb, loss);
    }

    private static ISupervisionStep Step(BenchConfig config, TinyRecursiveModel model, StepEngine engine, int threads)
    {
        var arch = config.Shape.Arch;
        var halting = new HaltingRule(arch, RandomStream.Exploration.Of(0));
        var loss = new ActLoss(arch.Loss);
        return engine == StepEngine.Native
            ? new NativeStep(model, halting, loss, config.BatchSize, threads)
            : new AutogradStep(model, halting, loss, config.BatchSize);
    }

    private static WeightUpdate Update(TinyRecursiveModel model)
    {
        var defaults = new RunConfig();
        var schedule = new LearningRateSchedule(defaults.LearningRate, 1, long.MaxValue, 1);
        return new WeightUpdate(
            model,
            new AdamAtan2(model.Weights, defaults.Beta1, defaults.Beta2, defaults.WeightDecay),
            schedule,
            model.PuzzleEmbedding is { } puzzles ? new SignSgd(puzzles, defaults.PuzzleEmbeddingWeightDecay) : null,
            schedule,
            new ExponentialMovingAverage(model.Weights, defaults.EmaRate));
    }

    /// <summary>A batch of random tokens and labels.</summary>
    internal static PuzzleBatch Batch(BenchConfig config, Random random)
    {
        var batch = new PuzzleBatch("all", config.BatchSize, config.Shape.SequenceLength);
        for (var i = 0; i < batch.Inputs.Length; i++)
        {
            batch.Inputs[i] = random.Next(config.Shape.VocabularySize);
            batch.Labels[i] = random.Next(config.Shape.VocabularySize);
        }

        return batch;
    }
}
