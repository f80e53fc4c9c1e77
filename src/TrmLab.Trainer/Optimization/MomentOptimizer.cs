using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Keeps the running mean of the gradient and of its square per weight: what AdamATan2 and AdamW share.</summary>
public abstract class MomentOptimizer : IWeightOptimizer
{
    private readonly Slot[] _slots;
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;

    /// <param name="joined">Whether weights that are neighbours in memory are updated together; null: on a GPU.</param>
    private protected MomentOptimizer(
        IEnumerable<(string name, Parameter parameter)> weights, double beta1, double beta2, double weightDecay, bool? joined)
    {
        (_beta1, _beta2, _weightDecay) = (beta1, beta2, weightDecay);
        _slots = [.. WeightGroup.Of(weights, joined).Select(group => new Slot(group, group.NewState(), group.NewState()))];
    }

    /// <inheritdoc/>
    public long StepCount { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Value)> State => _slots.SelectMany(slot => slot.Group.Weights.SelectMany((weight, i) =>
        new[] { ($"exp_avg/{weight.Name}", slot.Mean.Views[i]), ($"exp_avg_sq/{weight.Name}", slot.Square.Views[i]) }));

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var gradient = no_grad();
        StepCount++;
        var corrections = new BiasCorrections(1 - Math.Pow(_beta1, StepCount), 1 - Math.Pow(_beta2, StepCount));
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            foreach (var (start, grad) in slot.Group.Gradients())
            {
                Tensor Part(Tensor values) => values.narrow(0, start, grad.numel());
                var (weight, mean, square) = (Part(slot.Group.Values), Part(slot.Mean.Buffer), Part(slot.Square.Buffer));
                weight.Scale(1 - learningRate * _weightDecay);
                mean.Scale(_beta1).Add(grad, 1 - _beta1);
                square.Scale(_beta2).AddProduct(grad, grad, 1 - _beta2);
                Move(weight, mean, square, corrections, learningRate);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
            slot.Group.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Moves weights, which have decayed already, along their moments.</summary>
    private protected abstract void Move(Tensor weight, Tensor mean, Tensor square, BiasCorrections corrections, double learningRate);

    private sealed record Slot(WeightGroup Group, FlatTensors Mean, FlatTensors Square);

    /// <summary>1 - beta^t of both moments.</summary>
    private protected readonly record struct BiasCorrections(double Mean, double Square);
}
