using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests;

/// <summary>Networks and batches small enough for a test.</summary>
internal static class TinyNetworks
{
    public static ArchConfig Arch { get; } = new()
    {
        HiddenSize = 16,
        Heads = 2,
        Expansion = 1,
        Layers = 1,
        HighLayers = 1,
        RecursionCycles = 2,
        LatentSteps = 2,
        MaxSupervisionSteps = 4,
        HaltExploration = 0,
        PuzzleEmbeddingTokens = 1,
        ForwardType = ForwardType.Float32,
    };

    public static ArchConfig TokenMlp { get; } = Arch with { TokenMlp = true, Positions = PositionEncoding.None };

    public static ModelShape Shape(ArchConfig arch) => new(arch, SequenceLength: 9, VocabularySize: 5, PuzzleIdentifiers: 7);

    public static TinyRecursiveModel Build(ArchConfig arch, long seed = 1, ScalarType type = ScalarType.Float32) => new(Shape(arch), CPU, type, seed);

    public static AutogradStep Step(TinyRecursiveModel model, long seed = 1, int globalBatch = 4) =>
        new(model, new HaltingRule(model.Shape.Arch, RandomStream.Exploration.Of(seed)), new ActLoss(model.Shape.Arch.Loss), globalBatch);

    /// <summary>Random tokens, some labels ignored, some identifiers equal.</summary>
    public static PuzzleBatch Batch(int seed, int size = 4)
    {
        var random = new SeededRandom(seed);
        var batch = new PuzzleBatch("all", size, 9);
        for (var i = 0; i < batch.Inputs.Length; i++)
        {
            batch.Inputs[i] = random.Next(5);
            batch.Labels[i] = random.Next(4) == 0 ? -100 : random.Next(5);
        }

        for (var i = 0; i < size; i++)
            batch.PuzzleIdentifiers[i] = random.Next(3);
        return batch;
    }

    public static float[] Values(this Tensor tensor) => [.. tensor.detach().to(ScalarType.Float32).contiguous().data<float>()];
}
