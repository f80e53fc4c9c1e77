using TorchSharp;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Training;

public class AutogradStepTests
{
    [Fact]
    public void EqualSeedsTrainEqually()
    {
        var first = Train(TinyNetworks.Arch with { HaltExploration = 0.5 }, seed: 3, steps: 5);
        Assert.Equal(first, Train(TinyNetworks.Arch with { HaltExploration = 0.5 }, seed: 3, steps: 5));
        Assert.NotEqual(first, Train(TinyNetworks.Arch with { HaltExploration = 0.5 }, seed: 4, steps: 5));
    }

    [Fact]
    public void CollectionsOnAnotherThreadChangeNothing()
    {
        // A number handed to libtorch as a bare pointer must not be finalised meanwhile.
        var arch = TinyNetworks.Arch with { HaltExploration = 0.5 };
        var quiet = Train(arch, seed: 3, steps: 25);
        using var done = new CancellationTokenSource();
        var collector = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
                GC.Collect(0);
        });
        collector.Start();
        try
        {
            for (var i = 0; i < 3; i++)
                Assert.Equal(quiet, Train(arch, seed: 3, steps: 25));
        }
        finally
        {
            done.Cancel();
            collector.Join();
        }
    }

    [Fact]
    public void RowsThatAreNotDoneKeepTheirDataAndCountOn()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        using var first = step.Run(start, TinyNetworks.Batch(1), training: false);
        using var carry = first.Carry;
        using var second = step.Run(carry, TinyNetworks.Batch(2), training: false);
        using var end = second.Carry;
        Assert.Equal(TinyNetworks.Batch(1).Inputs.Select(value => (long)value), end.Inputs.data<long>().ToArray());
        Assert.Equal([2, 2, 2, 2], end.Steps.data<int>().ToArray());
        Assert.False(end.Halted.any().item<bool>());
    }

    [Fact]
    public void EvaluationRunsEveryStepThenTakesTheNextBatch()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        var carry = Carry.Initial(model, 4);
        for (var call = 1; call <= 5; call++)
        {
            using var result = step.Run(carry, TinyNetworks.Batch(call), training: false);
            carry.Dispose();
            carry = result.Carry;
            Assert.Equal(call == 4, carry.Halted.all().item<bool>());
            Assert.Null(result.ContinueTarget);
        }

        Assert.Equal(TinyNetworks.Batch(5).Inputs.Select(value => (long)value), carry.Inputs.data<long>().ToArray());
        carry.Dispose();
    }

    [Fact]
    public void EvaluationLeavesGradientsAndWeightsAlone()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        using var trained = step.Run(start, TinyNetworks.Batch(1), training: true);
        var gradient = model.Weights[0].parameter.grad!.Values();
        using var evaluated = step.Run(start, TinyNetworks.Batch(2), training: false);
        Assert.Equal(gradient, model.Weights[0].parameter.grad!.Values());
        Assert.False(evaluated.Loss.requires_grad);
        trained.Carry.Dispose();
        evaluated.Carry.Dispose();
    }

    [Fact]
    public void GradientsAreThoseOfOneStepAlone()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        float[] Gradient()
        {
            using var result = step.Run(start, TinyNetworks.Batch(1), training: true);
            result.Carry.Dispose();
            return model.Weights[4].parameter.grad!.Values();
        }

        Assert.Equal(Gradient(), Gradient());
    }

    [Theory]
    [InlineData(Variant.Trm)]
    [InlineData(Variant.TrmSingleZ)]
    [InlineData(Variant.TrmHier6)]
    public void TheContinueLossTrainsTheContinueHead(Variant variant)
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch with { Variant = variant, NoActContinue = false });
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        using var result = step.Run(start, TinyNetworks.Batch(1), training: true);
        using var carry = result.Carry;
        // Before any training both logits are the bias everywhere, so the next step promises sigmoid(-5).
        Assert.All(result.ContinueTarget!.Values(), target => Assert.Equal(1 / (1 + Math.Exp(5)), target, 6));
        var bias = model.Weights.Single(weight => weight.name == "q_head.bias").parameter.grad!.Values();
        Assert.Equal(0, bias[1], 6);
        Assert.NotEqual(0, bias[0]);
        // Target equals prediction: the loss is its entropy, once per row.
        var p = 1 / (1 + Math.Exp(5));
        Assert.Equal(4 * -((p * Math.Log(p)) + ((1 - p) * Math.Log(1 - p))), result.Metrics.Read().QContinueLoss!.Value, 4);
    }

    [Fact]
    public void ABatchThatDoesNotFitIsRefusedWithAMessage()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        var short_ = new PuzzleBatch("all", 4, 8);
        Assert.Contains("9", Refusal(short_).Message);
        Assert.Contains("takes 4", Refusal(TinyNetworks.Batch(1, size: 3)).Message);
        var token = TinyNetworks.Batch(1);
        token.Inputs[5] = 5;
        Assert.Contains("vocab_size 5", Refusal(token).Message);
        var identifier = TinyNetworks.Batch(1);
        identifier.PuzzleIdentifiers[0] = -1;
        Assert.Contains("puzzle identifier -1", Refusal(identifier).Message);
        var label = TinyNetworks.Batch(1);
        label.Labels[0] = -99;
        Assert.Contains("label -99", Refusal(label).Message);

        InputException Refusal(PuzzleBatch batch) => Assert.Throws<InputException>(() => step.Run(start, batch, training: true));
    }

    [Fact]
    public void FiveHundredStepsKeepTheNumberOfLiveTensors()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var update = TinyUpdates.Of(model);
        var carry = Carry.Initial(model, 4);
        long after100 = 0;
        for (var number = 1; number <= 500; number++)
        {
            using (var result = step.Run(carry, TinyNetworks.Batch(number), training: true))
            {
                carry.Dispose();
                carry = result.Carry;
            }

            update.Apply(number);
            if (number == 100)
                after100 = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        }

        Assert.Equal(after100, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        carry.Dispose();
    }

    private static float[] Train(ArchConfig arch, long seed, int steps)
    {
        using var model = TinyNetworks.Build(arch, seed);
        using var step = TinyNetworks.Step(model, seed);
        using var update = TinyUpdates.Of(model);
        var carry = Carry.Initial(model, 4);
        for (var number = 1; number <= steps; number++)
        {
            using var result = step.Run(carry, TinyNetworks.Batch(number), training: true);
            carry.Dispose();
            carry = result.Carry;
            update.Apply(number);
        }

        carry.Dispose();
        return [.. model.Weights.SelectMany(weight => weight.parameter.Values()), .. model.PuzzleEmbedding!.Weights.Values()];
    }
}
