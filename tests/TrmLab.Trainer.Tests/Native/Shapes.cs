using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>Networks that the native step is compared on: both mixers, all positions, sizes that fit registers and sizes that do not.</summary>
internal static class Shapes
{
    private static readonly ArchConfig Small = new()
    {
        HiddenSize = 64,
        Heads = 2,
        Layers = 2,
        RecursionCycles = 2,
        LatentSteps = 2,
        MaxSupervisionSteps = 4,
        HaltExploration = 0,
        PuzzleEmbeddingTokens = 2,
        Expansion = 2,
    };

    private static readonly ArchConfig Token = Small with { TokenMlp = true, Positions = PositionEncoding.None };

    /// <summary>Shape, batch size and threads by name.</summary>
    public static readonly Dictionary<string, (ModelShape Shape, int Batch, int Threads)> All = new()
    {
        ["token mlp"] = (Of(Token, 14, 6), 5, 2),
        ["token mlp, demo size"] = (Of(Token with { HiddenSize = 128, PuzzleEmbeddingWidth = 0, PuzzleEmbeddingTokens = 0, LatentSteps = 6 }, 16, 6), 8, 2),
        ["token mlp, odd sizes"] = (Of(Token with { HiddenSize = 40, Layers = 1, PuzzleEmbeddingWidth = 50 }, 9, 5), 3, 2),
        ["token mlp, width not of 16"] = (Of(Token with { HiddenSize = 75, PuzzleEmbeddingWidth = 0, PuzzleEmbeddingTokens = 0 }, 7, 3), 7, 3),
        ["token mlp, long"] = (Of(Token with { HiddenSize = 96, LatentSteps = 1 }, 97, 11), 2, 1),
        ["token mlp, several chunks"] = (Of(Token with { HiddenSize = 32, LatentSteps = 1 }, 97, 11), 5, 1),
        ["token mlp, softmax"] = (Of(Token with { Loss = TokenLoss.SoftMax, RecursionCycles = 3 }, 15, 6), 4, 2),
        ["attention, rope"] = (Of(Small, 14, 6), 5, 2),
        ["attention, rope, demo size"] = (Of(Small with { HiddenSize = 128, Heads = 4, PuzzleEmbeddingWidth = 0, PuzzleEmbeddingTokens = 0, LatentSteps = 6 }, 16, 6), 8, 2),
        ["attention, rope, tiny heads"] = (Of(Small with { HiddenSize = 32, Heads = 4 }, 17, 6), 3, 2),
        ["attention, learned, odd heads"] = (Of(Small with { HiddenSize = 75, Heads = 5, Positions = PositionEncoding.Learned }, 11, 6), 3, 2),
        ["attention, width that heads do not divide"] = (Of(Small with { HiddenSize = 50, Heads = 3, Positions = PositionEncoding.None }, 12, 6), 3, 1),
        ["attention, wide heads"] = (Of(Small with { HiddenSize = 160, Heads = 2, Layers = 1 }, 13, 70), 2, 2),
        ["attention, long"] = (Of(Small with { HiddenSize = 64, Heads = 1, Layers = 1, LatentSteps = 1 }, 130, 6), 2, 2),
        ["attention, probabilities not kept"] = (Of(Small with { HiddenSize = 64, Heads = 8, Layers = 1, LatentSteps = 1, RecursionCycles = 1 }, 300, 6), 2, 2),
    };

    private static ModelShape Of(ArchConfig arch, int length, int vocabulary) => new(arch, length, vocabulary, PuzzleIdentifiers: 4);
}
