using TrmLab.Core.Configuration;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Losses;

public class ActLossTests
{
    // Rows: all right; half right; nothing labelled; all right but going on.
    private static readonly long[,] Labels = { { 1, 1 }, { 1, 0 }, { -100, -100 }, { 1, -100 } };
    private static readonly bool[] Halted = [true, true, true, false];

    [Fact]
    public void MetricsCountHaltedRowsWithLabelsAndLossesCountAllRows()
    {
        var (_, metrics) = Measure(halt: [1, 1, -1, 0], target: null);
        Assert.Equal(2, metrics.Count);
        Assert.Equal(1.5, metrics.Accuracy, 6);
        Assert.Equal(1, metrics.ExactAccuracy);
        Assert.Equal(1, metrics.QHaltAccuracy);
        Assert.Equal(3 + 4, metrics.Steps);
        Assert.Null(metrics.QContinueLoss);

        // s(2) = 3 against s(0) = 1, per row a mean over its labels.
        var (right, wrong) = (-Math.Log(0.75), -Math.Log(0.25));
        Assert.Equal(right + ((right + wrong) / 2) + 0 + right, metrics.LmLoss, 12);
        // The row without labels counts as right.
        Assert.Equal(Softplus(-1) + Softplus(1) + Softplus(1) + Softplus(0), metrics.QHaltLoss, 5);
    }

    [Fact]
    public void TheTotalWeighsTheHeadsByHalf()
    {
        var (total, metrics) = Measure(halt: [1, 1, -1, 0], target: [0.5f, 0.5f, 0.5f, 0.5f]);
        Assert.Equal(4 * Math.Log(2), metrics.QContinueLoss!.Value, 5);
        Assert.Equal(metrics.LmLoss + (0.5 * (metrics.QHaltLoss + metrics.QContinueLoss.Value)), total, 6);
    }

    [Fact]
    public void SoftMaxIsTheOption()
    {
        var (_, metrics) = Measure(halt: [0, 0, 0, 0], target: null, TokenLoss.SoftMax);
        var (right, wrong) = (Math.Log(1 + Math.Exp(-2)), Math.Log(1 + Math.Exp(2)));
        Assert.Equal((2 * right) + ((right + wrong) / 2), metrics.LmLoss, 5);
    }

    [Fact]
    public void ADecayWeighsLaterStepsLessAndLeavesMetricsAlone()
    {
        // Steps 3 to 6; every label right or wrong as in the plain case.
        var (plain, metrics) = Measure(halt: [0, 0, 0, 0], target: null);
        var (decayed, same) = Measure(halt: [0, 0, 0, 0], target: null, decay: 0.5);
        var (right, wrong) = (-Math.Log(0.75), -Math.Log(0.25));
        var head = 0.5 * Math.Log(2);
        var expected = (0.25 * (right + head)) + (0.125 * (((right + wrong) / 2) + head)) + (0.0625 * head) + (0.03125 * (right + head));
        Assert.Equal(expected, decayed, 6);
        Assert.Equal(metrics, same);
        Assert.Equal((2 * right) + ((right + wrong) / 2) + (4 * head), plain, 6);
    }

    [Fact]
    public void WhatIsLoggedIsNamedAndDividedAsInTheReference()
    {
        var metrics = new StepMetrics(2, 1.5, 1, 1, 7, 3, 4, null);
        Assert.Equal(
            [("count", 1), ("accuracy", 0.75), ("exact_accuracy", 0.5), ("q_halt_accuracy", 0.5), ("steps", 3.5), ("lm_loss", 0.375), ("q_halt_loss", 0.5)],
            metrics.Logged(globalBatchSize: 8));
        Assert.All(new StepMetrics(0, 0, 0, 0, 0, 3, 4, null).Logged(8), metric => Assert.True(double.IsFinite(metric.Value)));
        Assert.Contains(("lm_loss", 1.5), metrics.Evaluated());
        Assert.Contains(("q_continue_loss", 3.0), (metrics with { QContinueLoss = 1 } + (metrics with { QContinueLoss = 2 })).Sums());
    }

    private static (double Total, StepMetrics Metrics) Measure(float[] halt, float[]? target, TokenLoss loss = TokenLoss.StableMax, double decay = 1)
    {
        // Every position votes 1 with logit 2 against 0.
        var logits = tensor(new float[] { 0, 2 }).expand(4, 2, 2).clone();
        var output = new ModelOutput(new RecursionState(zeros(1), []), logits, tensor(halt), zeros(4));
        var (total, sums) = new ActLoss(loss, decay).Measure(output, tensor(Labels), tensor(new[] { 3, 4, 5, 6 }), tensor(Halted), target is null ? null : tensor(target));
        using (sums)
            return (total.to(ScalarType.Float64).item<double>(), sums.Read());
    }

    private static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
}
