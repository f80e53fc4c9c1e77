using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;
using TrmLab.Core.Puzzles.Sudoku;
using TrmLab.Core.Tracing;
using TrmLab.Trainer.Inference;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native.Measurement;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Measurement;

/// <summary>Times what surrounds the training step, each on real data of the configuration's size.</summary>
public static class PartBenchmarks
{
    private const int Batches = 50;
    private const int Puzzles = 20;

    /// <summary>One supervision step without gradient on a batch as large as the training's.</summary>
    public static PartTiming Evaluation(BenchConfig config, StepEngine engine, ComputeDevice device, int repeats)
    {
        using var model = new TinyRecursiveModel(config.Shape, device.Device, device.ScalarType, seed: 0);
        var run = new RunConfig { Arch = config.Shape.Arch, BatchSize = config.BatchSize, Engine = engine };
        using var step = new StepFactory(run, new HaltingRule(run.Arch, RandomStream.Exploration.Of(0)), device).Create(model);
        var batch = StepBenchmark.Batch(config, new Random(0));
        using var carry = Carry.Initial(model, config.BatchSize);
        var subject = $"{config.Name} {ConfigField.Word(engine)} {ConfigField.Word(device.ForwardType)}, batch {config.BatchSize}";
        return PartTiming.Measure("evaluation", subject, repeats, config.BatchSize, "sequence steps/s", () =>
        {
            using var result = step.Run(carry, batch, training: false);
            result.Carry.Dispose();
            device.Wait();
        });
    }

    /// <summary>Drawing training batches, plain and with a fresh Sudoku symmetry for each example.</summary>
    public static IEnumerable<PartTiming> Data(BenchConfig config)
    {
        using var files = new BenchData(config);
        using var data = files.Open();
        foreach (var kind in new[] { OnlineAugmentation.None, OnlineAugmentation.Sudoku })
        {
            var sampler = new TrainingSampler(data.Train, config.BatchSize, 1000, seed: 0, ExampleAugmentation.Create(kind, data.Train.Metadata));
            yield return PartTiming.Measure("data", $"{config.Name} batch of {config.BatchSize}, augmentation {ConfigField.Word(kind)}", Batches, 1, "batches/s", () =>
            {
                if (!sampler.TryNext(out _)) sampler.TryNext(out _);
            });
        }
    }

    /// <summary>Writing a whole checkpoint to the temporary directory, durably.</summary>
    public static PartTiming Checkpoint(BenchConfig config, ComputeDevice device, int repeats)
    {
        using var files = new BenchData(config);
        using var data = files.Open();
        using var state = new TrainingState(files.Run(), data, device);
        var root = Path.Combine(files.Root, "checkpoints");
        double bytes = new DirectoryInfo(TrainingCheckpoint.Save(root, state, state.Carry, new Dictionary<string, double>())).EnumerateFiles().Sum(file => file.Length);
        return PartTiming.Measure("checkpoint", $"{config.Name}, {bytes / 1e6:0.0} MB", repeats, bytes / 1e6, "MB/s", () =>
        {
            state.Step++;
            TrainingCheckpoint.Save(root, state, state.Carry, new Dictionary<string, double>());
        });
    }

    /// <summary>One puzzle's trace with all its supervision steps.</summary>
    public static PartTiming Trace(BenchConfig config, ComputeDevice device, int repeats)
    {
        using var network = new TracedNetwork(
            new TinyRecursiveModel(config.Shape, device.Device, device.ScalarType, seed: 0), "", 0, TraceWeights.Raw, device.ToString(), device.Threads);
        var request = new TraceRequest { Checkpoint = "", Puzzle = new TracePuzzle { Inputs = StepBenchmark.Batch(config, new Random(0)).Inputs[..config.Shape.SequenceLength] } };
        return PartTiming.Measure("trace", $"{config.Name}, {config.Shape.Arch.MaxSupervisionSteps} supervision steps", repeats, 1, "traces/s", () => Tracer.Run(network, request));
    }

    /// <summary>Generating puzzles, one thread.</summary>
    public static IEnumerable<PartTiming> Generators(int repeats)
    {
        foreach (var size in new[] { 4, 9 })
        {
            var sudoku = new SudokuGenerator(new SudokuGeneratorOptions { Size = size }, new SeededRandom(0, stream: 1));
            yield return Generator($"Sudoku {size}x{size}, default clues", repeats, () => sudoku.Next());
        }

        foreach (var side in new[] { 10, 30 })
        {
            var maze = new MazeGenerator(new MazeGeneratorOptions { Side = side }, new SeededRandom(0, stream: 1));
            yield return Generator($"Maze {side}x{side}, tree", repeats, () => maze.Next());
        }
    }

    private static PartTiming Generator(string subject, int repeats, Action next) => PartTiming.Measure("generator", subject, repeats, Puzzles, "puzzles/s", () =>
    {
        for (var i = 0; i < Puzzles; i++) next();
    });
}
