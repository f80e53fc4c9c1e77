using TrmLab.Core;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>The configurations of docs/performance.md.</summary>
public static class BenchConfigs
{
    private static readonly ArchConfig Demo = new()
    {
        HiddenSize = 128,
        Heads = 4,
        TokenMlp = true,
        Positions = PositionEncoding.None,
        PuzzleEmbeddingWidth = 0,
        PuzzleEmbeddingTokens = 0,
    };

    private static readonly ArchConfig Paper = new() { TokenMlp = true, Positions = PositionEncoding.None };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BenchConfig> All { get; } =
    [
        new("a_mlp", "4x4 Sudoku, token MLP: hidden 128, 16 tokens, batch 64", new ModelShape(Demo, 16, 6, 1), 64),
        new("a_attn", "4x4 Sudoku, attention with RoPE: hidden 128, 16 tokens, batch 64",
            new ModelShape(Demo with { TokenMlp = false, Positions = PositionEncoding.Rope }, 16, 6, 1), 64),
        new("b", "paper Sudoku, token MLP: hidden 512, 97 tokens, batch 32", new ModelShape(Paper, 81, 11, 1), 32),
        new("c", "paper Sudoku, attention with RoPE: hidden 512, 97 tokens, batch 32",
            new ModelShape(Paper with { TokenMlp = false, Positions = PositionEncoding.Rope }, 81, 11, 1), 32),
    ];

    /// <exception cref="InputException">No configuration has this name.</exception>
    public static BenchConfig Find(string name) => All.FirstOrDefault(config => config.Name == name)
        ?? throw new InputException($"there is no bench configuration '{name}'; there are {string.Join(", ", All.Select(config => config.Name))}");
}
