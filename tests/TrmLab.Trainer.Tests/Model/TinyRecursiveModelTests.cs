using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

public class TinyRecursiveModelTests
{
    [Fact]
    public void EqualSeedsGiveEqualWeights()
    {
        using var a = TinyNetworks.Build(TinyNetworks.Arch, seed: 5);
        using var b = TinyNetworks.Build(TinyNetworks.Arch, seed: 5);
        using var c = TinyNetworks.Build(TinyNetworks.Arch, seed: 6);
        Assert.Equal(a.Weights.Select(weight => weight.parameter.Values()), b.Weights.Select(weight => weight.parameter.Values()));
        Assert.NotEqual(a.Weights[0].parameter.Values(), c.Weights[0].parameter.Values());
    }

    [Fact]
    public void InitialWeightsHaveThePublishedDistributions()
    {
        using var values = TruncatedNormal.Draw(new SeededRandom(1), 0.25, 200_000);
        Assert.Equal(0.25, values.std().item<float>(), 0.002);
        Assert.Equal(0, values.mean().item<float>(), 0.002);
        Assert.Equal(2 * 0.25 * 1.13685, values.abs().max().item<float>(), 0.001);

        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        Tensor Weight(string name) => model.Weights.Single(weight => weight.name == name).parameter;
        Assert.All(Weight("q_head.weight").Values(), value => Assert.Equal(0, value));
        Assert.All(Weight("q_head.bias").Values(), value => Assert.Equal(-5, value));
        Assert.All(model.PuzzleEmbedding!.Weights.Values(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(Variant.Trm, new[] { 1, 1, 0, 1, 1, 0 })]
    [InlineData(Variant.TrmSingleZ, new[] { 0, 0, 0, 0, 0, 0 })]
    [InlineData(Variant.TrmHier6, new[] { 1, 2, 0, 1, 2, 0 })]
    [InlineData(Variant.Hrm, new[] { 1, 1, 0, 1, 1, 0 })]
    [InlineData(Variant.Transformer, new[] { 0 })]
    public void AnObserverSeesEveryUpdateInOrder(Variant variant, int[] slots)
    {
        using var scope = NewDisposeScope();
        using var model = TinyNetworks.Build(TinyNetworks.Arch with { Variant = variant });
        var observer = new Slots();
        var inputs = zeros(2, 9, dtype: ScalarType.Int64);
        model.Forward(model.InitialState(2), inputs, model.PuzzleEmbedding!.Gather(zeros(2, dtype: ScalarType.Int64)), observer);
        Assert.Equal(slots, observer.Seen);
        Assert.Equal(slots.Length, observer.Layers);
        model.Forward(model.InitialState(2), inputs, model.PuzzleEmbedding!.Gather(zeros(2, dtype: ScalarType.Int64)));
        Assert.Equal(slots.Length, observer.Layers);
    }

    [Theory]
    [InlineData(Variant.Trm)]
    [InlineData(Variant.TrmHier6)]
    [InlineData(Variant.Hrm)]
    public void DepthCanChangeWhileTraining(Variant variant)
    {
        using var scope = NewDisposeScope();
        using var model = TinyNetworks.Build(TinyNetworks.Arch with { Variant = variant });
        model.Depth = new RecursionDepth(1, 1);
        var observer = new Slots();
        model.Forward(model.InitialState(1), zeros(1, 9, dtype: ScalarType.Int64), model.PuzzleEmbedding!.Gather(zeros(1, dtype: ScalarType.Int64)), observer);
        Assert.Equal([1, 0], observer.Seen);
    }

    [Fact]
    public void HalfPrecisionKeepsWeightsAndGradientsInFloat32()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch with { Positions = PositionEncoding.Learned }, type: ScalarType.BFloat16);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        using var result = step.Run(start, TinyNetworks.Batch(1), training: true);
        using var carry = result.Carry;
        Assert.Equal(ScalarType.BFloat16, carry.Answer.dtype);
        Assert.Equal(ScalarType.BFloat16, result.Logits.dtype);
        Assert.Equal(ScalarType.Float32, result.HaltLogits.dtype);
        Assert.All(model.Weights, weight => Assert.Equal(ScalarType.Float32, weight.parameter.grad!.dtype));
        Assert.Equal(ScalarType.Float32, model.PuzzleEmbedding!.LocalGradient!.dtype);
    }

    [Fact]
    public void AConfigurationThatCannotBeBuiltIsRefused()
    {
        var error = Assert.Throws<InputException>(() => TinyNetworks.Build(TinyNetworks.Arch with { HiddenSize = 18, Heads = 6 }));
        Assert.Contains("arch.num_heads", error.Message);
        Assert.Throws<InputException>(() => TinyNetworks.Build(TinyNetworks.Arch with { Variant = Variant.TrmHier6, LatentSteps = 7 }));
        Assert.Throws<InputException>(() => TinyNetworks.Build(TinyNetworks.Arch with { PuzzleEmbeddingWidth = 0 }));
        Assert.Throws<InputException>(() => TinyNetworks.Build(TinyNetworks.Arch with { Variant = Variant.Transformer, Positions = PositionEncoding.None }));
    }

    [Fact]
    public void AWrongShapeIsAnOrdinaryException()
    {
        using var scope = NewDisposeScope();
        using var layer = new CastedLinear(new WeightFactory(new SeededRandom(0), CPU), 4, 3);
        Assert.Throws<ArgumentException>(() => layer.forward(zeros(2, 5)));
    }

    private sealed class Slots : IRecursionObserver
    {
        public List<int> Seen { get; } = [];

        public int Layers { get; private set; }

        public void OnQuestion(Tensor question) => Assert.Equal(3, question.dim());

        public void OnUpdate(RecursionUpdate update, RecursionState state) => Seen.Add(update.Slot);

        public void OnLayer(int layer, Tensor output) => Layers++;
    }
}
