using TorchSharp;
using TrmLab.Trainer.Model;
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

    [Theory]
    [InlineData("token mlp", 1)]
    [InlineData("attention, rope", 3)]
    public void Later_steps_and_evaluation_follow_autograd(string name, int threads)
    {
        var (shape, batch, _) = Shapes.All[name];
        using var pair = new StepPair(shape, batch, threads);
        foreach (var training in new[] { true, false, true })
        {
            var (autograd, native) = pair.Run(training);
            Assert.InRange(StepPair.Distance(autograd.Logits, native.Logits), 0, 1e-4);
            Assert.InRange(StepPair.Distance(autograd.HaltLogits, native.HaltLogits), 0, 1e-4);
            Assert.Equal(autograd.Carry.Steps.data<int>().ToArray(), native.Carry.Steps.data<int>().ToArray());
            Assert.Equal(autograd.Carry.Halted.data<bool>().ToArray(), native.Carry.Halted.data<bool>().ToArray());
            Assert.All(autograd.Metrics.Read().Sums().Zip(native.Metrics.Read().Sums()), sums => Assert.Equal(sums.First.Value, sums.Second.Value, 1e-3));
            autograd.Dispose();
            native.Dispose();
        }
    }

    [Fact]
    public void The_depth_of_a_curriculum_is_followed_and_gradients_are_of_one_step_alone()
    {
        var (shape, batch, threads) = Shapes.All["token mlp"];
        using var pair = new StepPair(shape, batch, threads);
        foreach (var depth in new[] { new RecursionDepth(1, 1), new RecursionDepth(3, 4), new RecursionDepth(2, 2) })
        {
            pair.Reference.Depth = pair.Native.Depth = depth;
            var (autograd, native) = pair.Run(training: true);
            Assert.All(pair.GradientDistances(), weight => Assert.True(weight.Distance < 2e-4, $"{depth} {weight.Name}: {weight.Distance:e2}"));
            autograd.Dispose();
            native.Dispose();
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_matter_beyond_rounding()
    {
        var (shape, batch, _) = Shapes.All["attention, rope"];
        foreach (var threads in new[] { 1, 2, 4, 7 })
        {
            // More threads than sequences: some have nothing to do.
            using var pair = new StepPair(shape, batch, threads);
            var (autograd, native) = pair.Run(training: true);
            Assert.All(pair.GradientDistances(), weight => Assert.True(weight.Distance < GradientTolerance, $"{threads} {weight.Name}: {weight.Distance:e2}"));
            autograd.Dispose();
            native.Dispose();
        }
    }

    [Fact]
    public void Five_hundred_steps_hold_no_more_memory_than_fifty()
    {
        using var training = new ShortTraining("token mlp, odd sizes", threads: 2, ScalarType.Float32);
        for (var number = 1; number <= 50; number++)
            training.Step(number);
        var (native, tensors) = (training.NativeBytes, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        for (var number = 51; number <= 500; number++)
            training.Step(number);
        Assert.Equal(native, training.NativeBytes);
        Assert.Equal(tensors, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }
}
