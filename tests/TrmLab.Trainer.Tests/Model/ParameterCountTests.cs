using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Tests.Model;

public class ParameterCountTests
{
    [Theory]
    [InlineData("sudoku-extreme-mlp", 81, 11, 5_028_866)]
    [InlineData("sudoku-extreme-attention", 81, 11, 6_828_034)]
    [InlineData("maze-hard", 900, 6, 6_822_914)]
    [InlineData("arc1", 900, 12, 6_829_058)]
    public void PaperPresetsHaveThePublishedCounts(string preset, int length, int vocabulary, long expected)
    {
        var shape = new ModelShape(Presets.Get(preset).Arch, length, vocabulary, PuzzleIdentifiers: 3);
        using var model = new TrmLab.Trainer.Model.TinyRecursiveModel(shape, TorchSharp.torch.CPU, TorchSharp.torch.ScalarType.Float32, seed: 0);
        Assert.Equal(expected, model.Weights.Sum(weight => weight.parameter.numel()));
        Assert.Equal(expected, shape.ParameterCount);
        Assert.Equal(3 * 512, shape.PuzzleEmbeddingCount);
        Assert.Equal([3, 512], model.PuzzleEmbedding!.Weights.shape);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void TheShapeCountsWhatTheNetworkHas(Variant variant, bool tokenMlp, PositionEncoding positions, int puzzleWidth)
    {
        var arch = TinyNetworks.Arch with
        {
            Variant = variant,
            TokenMlp = tokenMlp,
            Positions = positions,
            HighLayers = 2,
            PuzzleEmbeddingWidth = puzzleWidth,
            PuzzleEmbeddingTokens = puzzleWidth == 0 ? 0 : 2,
        };
        Assert.Empty(ArchRules.Problems(arch));
        using var model = TinyNetworks.Build(arch);
        Assert.Equal(model.Shape.ParameterCount, model.Weights.Sum(weight => weight.parameter.numel()));
    }

    public static TheoryData<Variant, bool, PositionEncoding, int> Networks()
    {
        var data = new TheoryData<Variant, bool, PositionEncoding, int>();
        foreach (var variant in Enum.GetValues<Variant>())
        {
            data.Add(variant, true, PositionEncoding.Learned, 16);
            data.Add(variant, false, PositionEncoding.Rope, 0);
            data.Add(variant, false, PositionEncoding.Learned, 20);
        }

        return data;
    }
}
