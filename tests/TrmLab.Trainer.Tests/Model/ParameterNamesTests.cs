using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

/// <summary>Names and shapes are a file format: published checkpoints are read and written under them.</summary>
public class ParameterNamesTests
{
    private static readonly ArchConfig Small = new() { HiddenSize = 64, Heads = 4 };

    public static TheoryData<string> PresetNames => [.. Presets.Names];

    [Theory]
    [MemberData(nameof(PresetNames))]
    public void PresetsKeepTheirNamesAndShapes(string preset)
    {
        var (length, vocabulary) = preset.Split('-')[0] switch
        {
            "maze" => (900, 6),
            "arc1" or "arc2" => (900, 12),
            _ => preset.Contains("4x4") ? (16, 6) : (81, 11),
        };
        Approve(preset, new ModelShape(Presets.Get(preset).Arch, length, vocabulary, PuzzleIdentifiers: 3));
    }

    [Theory]
    [InlineData(Variant.TrmSingleZ)]
    [InlineData(Variant.TrmHier6)]
    [InlineData(Variant.Hrm)]
    [InlineData(Variant.Transformer)]
    public void VariantsKeepTheirNamesAndShapes(Variant variant) =>
        Approve(ConfigField.Word(variant), new ModelShape(Small with { Variant = variant, Layers = 1, HighLayers = 1 }, 81, 11, PuzzleIdentifiers: 3));

    [Fact]
    public void LearnedPositionsHaveAName() =>
        Approve("learned_positions", new ModelShape(Small with { Layers = 1, Positions = PositionEncoding.Learned }, 81, 11, PuzzleIdentifiers: 3));

    private static void Approve(string name, ModelShape shape)
    {
        using var model = new TinyRecursiveModel(shape, CPU, ScalarType.Float32, seed: 0);
        var actual = model.Weights.Select(weight => Line("parameter", weight.name, weight.parameter))
            .Concat(model.Buffers.Select(buffer => Line("buffer", buffer.name, buffer.buffer)));
        var approved = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Model", "Approved", $"{name}.txt"));
        Assert.Equal(approved, actual);
    }

    private static string Line(string kind, string name, Tensor tensor) => $"{kind} {name} [{string.Join(", ", tensor.shape)}]";
}
