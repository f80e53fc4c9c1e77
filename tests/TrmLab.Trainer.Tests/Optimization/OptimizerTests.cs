using TorchSharp.Modules;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Optimization;

public class OptimizerTests
{
    [Theory]
    [InlineData("adam_atan2")]
    [InlineData("adamw")]
    public void RestoredStateGoesOnAsIfNothingHadHappened(string kind)
    {
        var weights = Weights();
        using var optimizer = Create(kind, weights);
        Step(optimizer, weights, 0.3f);
        Step(optimizer, weights, -0.7f);

        var copies = weights.Select(weight => (weight.name, parameter: new Parameter(weight.parameter.detach().clone(), true))).ToArray();
        using var restored = Create(kind, copies);
        restored.StepCount = optimizer.StepCount;
        var saved = optimizer.State.ToDictionary(entry => entry.Name, entry => entry.Value.clone());
        foreach (var (name, value) in restored.State)
            value.copy_(saved[name]);

        Step(optimizer, weights, 0.1f);
        Step(restored, copies, 0.1f);
        Assert.Equal(weights.Select(weight => weight.parameter.Values()), copies.Select(weight => weight.parameter.Values()));
    }

    [Theory]
    [InlineData("adam_atan2", 0.99669)]
    [InlineData("adam_atan2_textbook", 0.7854)]
    [InlineData("adamw", 1.0)]
    public void TheFirstStepMovesByTheSignTimesAKnownShareOfTheRate(string kind, double share)
    {
        var weights = Weights();
        using var optimizer = Create(kind, weights, decay: 0);
        var before = weights[0].parameter.Values();
        weights[0].parameter.grad = tensor(new float[] { 1e-6f, -100, 0 });
        optimizer.Step(0.01);
        var moved = weights[0].parameter.Values().Zip(before, (now, then) => (now - then) / 0.01).ToArray();
        var tolerance = kind == "adamw" ? 0.011 : 1e-4;
        Assert.Equal(-share, moved[0], tolerance);
        Assert.Equal(share, moved[1], 1e-4);
        Assert.Equal(0, moved[2]);
    }

    [Fact]
    public void AWeightWithoutGradientIsLeftAloneAndOneWithZeroGradientDecays()
    {
        var weights = Weights();
        using var optimizer = Create("adam_atan2", weights, decay: 0.5);
        weights[0].parameter.grad = zeros(3);
        var before = weights.Select(weight => weight.parameter.Values()).ToArray();
        optimizer.Step(0.1);
        Assert.Equal(before[0].Select(value => value * 0.95f), weights[0].parameter.Values(), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(before[1], weights[1].parameter.Values());
    }

    [Fact]
    public void ClippingScalesAllGradientsToTheJointNorm()
    {
        var weights = Weights();
        weights[0].parameter.grad = tensor(new float[] { 3, 0, 0 });
        weights[1].parameter.grad = tensor(new float[,] { { 0, 4 } });
        GradientClipping.Clip(weights, 10);
        Assert.Equal([3f, 0, 0], weights[0].parameter.grad!.Values());
        GradientClipping.Clip(weights, 1);
        Assert.Equal(0.6f, weights[0].parameter.grad!.Values()[0], 1e-5f);
        Assert.Equal(0.8f, weights[1].parameter.grad!.Values()[1], 1e-5f);
    }

    private static (string name, Parameter parameter)[] Weights() =>
        [("a", new Parameter(tensor(new float[] { 1, -2, 3 }), true)), ("b", new Parameter(tensor(new float[,] { { 4, -5 } }), true))];

    private static MomentOptimizer Create(string kind, (string name, Parameter parameter)[] weights, double decay = 0.1) => kind switch
    {
        "adam_atan2" => new AdamAtan2(weights, 0.9, 0.95, decay),
        "adam_atan2_textbook" => new AdamAtan2(weights, 0.9, 0.95, decay, AdamAtan2Form.Textbook),
        _ => new TrmLab.Trainer.Optimization.AdamW(weights, 0.9, 0.95, decay),
    };

    private static void Step(MomentOptimizer optimizer, (string name, Parameter parameter)[] weights, float gradient)
    {
        foreach (var (_, weight) in weights)
            weight.grad = full_like(weight, gradient).detach();
        optimizer.Step(0.01);
    }
}
