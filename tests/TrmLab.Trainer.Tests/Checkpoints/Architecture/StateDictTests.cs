using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Checkpoints.Architecture;
using TrmLab.Trainer.Checkpoints.Arrays;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Tests.Checkpoints.Architecture;

public sealed class StateDictTests
{
    [Theory]
    [InlineData("_orig_mod.model.inner.lm_head.weight")]
    [InlineData("model.inner.lm_head.weight")]
    [InlineData("module._orig_mod.model.inner.lm_head.weight")]
    [InlineData("_orig_mod.module.module.model.inner.lm_head.weight")]
    [InlineData("model.inner._orig_mod.lm_head.weight")]
    [InlineData("lm_head.weight")]
    public void Prefixes_are_stripped_in_any_order_and_number(string key) => Assert.Equal("lm_head.weight", StateDictNames.Strip(key));

    [Fact]
    public void Two_models_in_one_file_are_refused()
    {
        NamedArray[] arrays = [NamedArray.Of("model.inner.a", [1], [1f]), NamedArray.Of("module.a", [1], [2f])];

        Assert.Contains("'a' twice", Assert.Throws<InputException>(() => StateDictNames.Strip(arrays, "file")).Message);
    }

    public static TheoryData<Variant, bool, PositionEncoding, int?> Networks => new()
    {
        { Variant.Trm, true, PositionEncoding.None, null },
        { Variant.Trm, false, PositionEncoding.Rope, 48 },
        { Variant.Trm, false, PositionEncoding.Learned, 0 },
        { Variant.TrmSingleZ, false, PositionEncoding.Rope, null },
        { Variant.TrmHier6, true, PositionEncoding.Learned, null },
        { Variant.Hrm, false, PositionEncoding.Rope, 48 },
        { Variant.Transformer, false, PositionEncoding.Rope, null },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void The_layout_is_that_of_the_network(Variant variant, bool tokenMlp, PositionEncoding positions, int? puzzleWidth)
    {
        var shape = ShapeOf(variant, tokenMlp, positions, puzzleWidth);
        using var scope = torch.NewDisposeScope();
        using var model = new TinyRecursiveModel(shape, torch.CPU, torch.ScalarType.Float32, 1);

        var expected = model.Weights.Select(entry => (entry.name, entry.parameter.shape))
            .Concat(model.Buffers.Select(entry => (entry.name, entry.buffer.shape)))
            .Select(entry => $"{entry.name} [{string.Join(", ", entry.shape)}]");

        Assert.Equal(expected.Order(StringComparer.Ordinal), StateDictLayout.Of(shape).Select(entry => $"{entry.Key} [{string.Join(", ", entry.Value)}]").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var shape = ShapeOf(Variant.Trm, true, PositionEncoding.None, null);
        var arrays = StateDictLayout.Of(shape).ToDictionary(entry => entry.Key, entry => new NamedArray(entry.Key, ElementType.F32, entry.Value, new MemoryBytes(new byte[4 * entry.Value.Aggregate(1L, (a, b) => a * b)])));
        StateDictLayout.Check(shape, arrays, "file");

        arrays.Remove("q_head.bias");
        arrays["surplus"] = NamedArray.Of("surplus", [1], [1f]);
        arrays["H_init"] = NamedArray.Of("H_init", [3], [1f, 2, 3]);
        arrays["L_init"] = NamedArray.Of("L_init", [32], new int[32]);

        var message = Assert.Throws<InputException>(() => StateDictLayout.Check(shape, arrays, "file")).Message;
        Assert.Equal("file: not the weights of this trm: q_head.bias is missing; 'surplus' does not belong to it; H_init is [3] instead of [32]; L_init is of type I32.", message);
    }

    private static ModelShape ShapeOf(Variant variant, bool tokenMlp, PositionEncoding positions, int? puzzleWidth) => new(
        new ArchConfig
        {
            Variant = variant,
            TokenMlp = tokenMlp,
            Positions = positions,
            HiddenSize = 32,
            Heads = 4,
            Layers = 2,
            HighLayers = 1,
            PuzzleEmbeddingWidth = puzzleWidth,
            PuzzleEmbeddingTokens = puzzleWidth == 0 ? 0 : 3,
        },
        SequenceLength: 16,
        VocabularySize: 6,
        PuzzleIdentifiers: 5);
}
