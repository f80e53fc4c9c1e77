using TorchSharp.Modules;
using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Optimization;

public class OptimizerTests
{
    [Theory]
    [InlineData("adam_atan2")]
    [InlineData("adamw")]
    [InlineData("muon")]
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
        using var norm = GradientClipping.Norm(weights);
        Assert.Equal(5, norm.item<float>(), 1e-5f);
        GradientClipping.Clip(weights, norm, 10);
        Assert.Equal([3f, 0, 0], weights[0].parameter.grad!.Values());
        GradientClipping.Clip(weights, norm, 1);
        Assert.Equal(0.6f, weights[0].parameter.grad!.Values()[0], 1e-5f);
        Assert.Equal(0.8f, weights[1].parameter.grad!.Values()[1], 1e-5f);
    }

    [Fact]
    public void MuonMovesAMatrixAlongTheNearestOrthogonalOne()
    {
        // Singular values 4 and 0.02 of the gradient both become about 1; the longer side is 3.
        var weight = new Parameter(zeros(2, 3), true);
        using var optimizer = new Muon([("L_level.layers.0.mlp.down_proj.weight", weight)], 0.9, 0.95, 0);
        weight.grad = tensor(new float[,] { { 0, 4, 0 }, { 0.02f, 0, 0 } });
        optimizer.Step(0.1);
        var moved = weight.Values().Select(value => -value / (0.1 * 0.2 * Math.Sqrt(3))).ToArray();
        Assert.Equal(1, moved[1], 0.35);
        Assert.Equal(0, moved[0], 1e-4);
        Assert.InRange(moved[3], 0.1, 1.35);
        Assert.Equal(0, moved[4], 1e-4);
    }

    [Theory]
    [InlineData(WeightOptimizer.AdamAtan2)]
    [InlineData(WeightOptimizer.AdamAtan2Textbook)]
    [InlineData(WeightOptimizer.AdamW)]
    [InlineData(WeightOptimizer.Muon)]
    public void EveryOptimiserLearnsOneBatchByHeart(WeightOptimizer kind)
    {
        using var model = TinyNetworks.Build(TinyNetworks.TokenMlp with { MaxSupervisionSteps = 1 });
        using var step = TinyNetworks.Step(model);
        using var optimizer = WeightOptimizers.Create(new RunConfig { Optimizer = kind, WeightDecay = 0 }, model.Weights);
        var batch = TinyNetworks.Batch(1);
        double Loss(bool update)
        {
            using var carry = Carry.Initial(model, 4);
            using var result = step.Run(carry, batch, training: true);
            result.Carry.Dispose();
            if (update)
                optimizer.Step(0.01);
            return result.Metrics.Read().LmLoss;
        }

        var before = Loss(update: true);
        for (var i = 0; i < 60; i++)
            Loss(update: true);
        Assert.InRange(Loss(update: false), 0, before / 3);
    }

    [Fact]
    public void FrozenWeightsStay()
    {
        var weights = Weights();
        using var optimizer = WeightOptimizers.Create(new RunConfig { FreezeWeights = true }, weights);
        var before = weights[0].parameter.Values();
        Step(optimizer, weights, 1);
        Assert.Equal(before, weights[0].parameter.Values());
    }

    private static (string name, Parameter parameter)[] Weights() =>
        [("a", new Parameter(tensor(new float[] { 1, -2, 3 }), true)), ("x.layers.0.b", new Parameter(tensor(new float[,] { { 4, -5 } }), true))];

    private static IWeightOptimizer Create(string kind, (string name, Parameter parameter)[] weights, double decay = 0.1) => kind switch
    {
        "adam_atan2" => new AdamAtan2(weights, 0.9, 0.95, decay),
        "muon" => new Muon(weights, 0.9, 0.95, decay),
        "adam_atan2_textbook" => new AdamAtan2(weights, 0.9, 0.95, decay, AdamAtan2Form.Textbook),
        _ => new TrmLab.Trainer.Optimization.AdamW(weights, 0.9, 0.95, decay),
    };

    private static void Step(IWeightOptimizer optimizer, (string name, Parameter parameter)[] weights, float gradient)
    {
        foreach (var (_, weight) in weights)
            weight.grad = full_like(weight, gradient).detach();
        optimizer.Step(0.01);
    }
}
