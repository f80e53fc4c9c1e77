using TrmLab.Trainer.Model;
using TrmLab.Trainer.Native.Products;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native;

public sealed class NativeStepTests
{
    private const double LossTolerance = 1e-6;
    private const double GradientTolerance = 1e-4;

    public static TheoryData<string> Networks => [.. Shapes.All.Keys];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Loss_state_and_gradients_are_those_of_autograd(string name)
    {
        var (shape, batch, threads) = Shapes.All[name];
        using var pair = new StepPair(shape, batch, threads);
        var (autograd, native) = pair.Run(training: true);

        var loss = autograd.Loss.to(ScalarType.Float64).item<double>();
        Assert.Equal(loss, native.Loss.to(ScalarType.Float64).item<double>(), LossTolerance * Math.Abs(loss));
        Assert.InRange(StepPair.Distance(autograd.Logits, native.Logits), 0, 2e-5);
        Assert.InRange(StepPair.Distance(autograd.Carry.Answer, native.Carry.Answer), 0, 2e-5);
        Assert.InRange(StepPair.Distance(autograd.Carry.Latents[0], native.Carry.Latents[0]), 0, 2e-5);
        Assert.All(pair.GradientDistances(), weight => Assert.True(weight.Distance < GradientTolerance, $"{weight.Name}: {weight.Distance:e2}"));
        autograd.Dispose();
        native.Dispose();
    }

    [Theory]
    [InlineData("token mlp")]
    [InlineData("token mlp, odd sizes")]
    [InlineData("attention, rope")]
    [InlineData("attention, learned, odd heads")]
    [InlineData("attention, probabilities not kept")]
    public void Bfloat16_is_nearer_to_float32_than_autograd_is(string name)
    {
        Assert.SkipUnless(DotTiles.Gap is null, DotTiles.Gap ?? "");
        var (shape, batch, threads) = Shapes.All[name];
        using var exact = new StepPair(shape, batch, threads);
        using var half = new StepPair(shape, batch, threads, ScalarType.BFloat16);
        using var reference = exact.Run(training: true).Autograd;
        var (autograd, native) = half.Run(training: true);

        double Distance(TinyRecursiveModel model) => Math.Sqrt(exact.Reference.Weights.Zip(model.Weights)
            .Select(pair => StepPair.Distance(pair.First.parameter.grad!, pair.Second.parameter.grad!)).Average(distance => distance * distance));
        Assert.Equal(ScalarType.BFloat16, native.Logits.dtype);
        Assert.Equal(ScalarType.BFloat16, native.Carry.Answer.dtype);
        Assert.True(Distance(half.Native) < Distance(half.Reference), $"{Distance(half.Native):e2} against {Distance(half.Reference):e2}");
        autograd.Dispose();
        native.Dispose();
    }
}
