using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Model;

public class CarryTests
{
    [Fact]
    public void RefillingAFilledCarryChangesNothing()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var start = Carry.Initial(model, 4);
        using var filled = start.Refill(model, TinyNetworks.Batch(1));
        using var again = filled.Refill(model, TinyNetworks.Batch(2));
        Assert.Equal(filled.Inputs.data<long>().ToArray(), again.Inputs.data<long>().ToArray());
        Assert.True(start.Halted.all().item<bool>());
        Assert.False(filled.Halted.any().item<bool>());
    }

    [Fact]
    public void OnlyHaltedRowsAreRefilled()
    {
        using var scope = NewDisposeScope();
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var filled = Carry.Initial(model, 4).Refill(model, TinyNetworks.Batch(1));
        var worked = filled.State.Map(tensor => tensor.add(1));
        using var mixed = new Carry(worked, tensor(new[] { 3, 2, 1, 4 }), tensor(new[] { true, false, false, true }), filled.Inputs.clone(), filled.Labels.clone(), filled.PuzzleIdentifiers.clone());
        using var next = mixed.Refill(model, TinyNetworks.Batch(2));
        Assert.Equal([0, 2, 1, 0], next.Steps.data<int>().ToArray());
        for (var row = 0; row < 4; row++)
        {
            var source = TinyNetworks.Batch(row is 0 or 3 ? 2 : 1);
            Assert.Equal(source.Inputs[(row * 9)..((row + 1) * 9)].Select(value => (long)value), next.Inputs[row].data<long>().ToArray());
            Assert.Equal(source.Labels[(row * 9)..((row + 1) * 9)].Select(value => (long)value), next.Labels[row].data<long>().ToArray());
            Assert.Equal(source.PuzzleIdentifiers[row], next.PuzzleIdentifiers[row].item<long>());
            var state = row is 0 or 3 ? model.InitialState(4) : worked;
            Assert.Equal(state.Answer[row].Values(), next.Answer[row].Values());
            Assert.Equal(state.Latent[row].Values(), next.Latents[0][row].Values());
        }
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void NoiseDisturbsWhatItIsAskedTo(bool onAnswer, bool onLatents)
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var step = TinyNetworks.Step(model);
        using var start = Carry.Initial(model, 4);
        using var filled = start.Refill(model, TinyNetworks.Batch(1));
        using var noisy = filled.Perturbed(new StateNoise(0.3, onAnswer, onLatents), [7, 8, 9, 10]);
        var difference = noisy.Answer.sub(filled.Answer).Values().Concat(noisy.Latents[0].sub(filled.Latents[0]).Values()).ToArray();
        var (y, z) = (difference[..(difference.Length / 2)], difference[(difference.Length / 2)..]);
        Assert.Equal(onAnswer, y.Any(value => value != 0));
        Assert.Equal(onLatents, z.Any(value => value != 0));
        Assert.Equal(0.3, Math.Sqrt((onAnswer ? y : z).Average(value => (double)value * value)), 0.03);

        // The step that follows works on the disturbed state.
        using var plain = step.Run(filled, TinyNetworks.Batch(1), training: false);
        using var disturbed = step.Run(noisy, TinyNetworks.Batch(1), training: false);
        Assert.NotEqual(plain.Logits.Values(), disturbed.Logits.Values());
        plain.Carry.Dispose();
        disturbed.Carry.Dispose();
    }

    [Fact]
    public void NoiseOfARowDependsOnItsSeedAlone()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var start = Carry.Initial(model, 4);
        using var filled = start.Refill(model, TinyNetworks.Batch(1));
        var noise = new StateNoise(0.3, true, true);
        using var all = filled.Perturbed(noise, [1, 2, 3, 4]);
        using var two = filled.Take([3, 1]);
        using var again = two.Perturbed(noise, [4, 2]);
        Assert.Equal(all.Answer[3].Values(), again.Answer[0].Values());
        Assert.Equal(all.Latents[0][1].Values(), again.Latents[0][1].Values());
        Assert.NotEqual(all.Answer[0].Values(), all.Answer[1].Values());
        Assert.Equal(filled.Inputs[3].data<long>().ToArray(), two.Inputs[0].data<long>().ToArray());
    }

    [Fact]
    public void NoiseOfARowIsDrawnByItsOwnGeneratorAnswerFirst()
    {
        using var scope = NewDisposeScope();
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        using var start = Carry.Initial(model, 4);
        using var filled = start.Refill(model, TinyNetworks.Batch(1));
        using var noisy = filled.Perturbed(new StateNoise(0.3, true, true), [7, 8, 9, 10]);
        for (var row = 0; row < 4; row++)
        {
            using var random = new Generator((ulong)(7 + row));
            foreach (var (before, after) in filled.State.All.Zip(noisy.State.All))
                Assert.Equal(before[row].add(empty(before[row].shape).normal_(0, 0.3, random)).Values(), after[row].Values());
        }
    }

    [Fact]
    public void MoreStepsThanTrainedAreALongerHaltingRule()
    {
        using var model = TinyNetworks.Build(TinyNetworks.Arch);
        var patient = new HaltingRule(TinyNetworks.Arch with { MaxSupervisionSteps = 20 }, RandomStream.Exploration.Of(0));
        using var step = new AutogradStep(model, patient, new TrmLab.Trainer.Losses.ActLoss(TinyNetworks.Arch.Loss), 4);
        var carry = Carry.Initial(model, 4);
        for (var i = 1; i <= 20; i++)
        {
            using var result = step.Run(carry, TinyNetworks.Batch(1), training: false);
            carry.Dispose();
            carry = result.Carry;
            Assert.Equal(i, carry.Steps[0].item<int>());
        }

        Assert.True(carry.Halted.all().item<bool>());
        carry.Dispose();
    }
}
