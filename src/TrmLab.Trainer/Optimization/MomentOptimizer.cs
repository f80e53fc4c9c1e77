using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Keeps the running mean of the gradient and of its square per weight: what AdamATan2 and AdamW share.</summary>
public abstract class MomentOptimizer : IWeightOptimizer
{
    private readonly List<Slot> _slots = [];
    private readonly double _beta1;
    private readonly double _beta2;
    private readonly double _weightDecay;

    private protected MomentOptimizer(IEnumerable<(string name, Parameter parameter)> weights, double beta1, double beta2, double weightDecay)
    {
        (_beta1, _beta2, _weightDecay) = (beta1, beta2, weightDecay);
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        foreach (var (name, weight) in weights)
            _slots.Add(new Slot(name, weight, zeros_like(weight).DetachFromDisposeScope(), zeros_like(weight).DetachFromDisposeScope()));
    }

    /// <inheritdoc/>
    public long StepCount { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Value)> State =>
        _slots.SelectMany(slot => new[] { ($"exp_avg/{slot.Name}", slot.Mean), ($"exp_avg_sq/{slot.Name}", slot.Square) });

    /// <inheritdoc/>
    public void Step(double learningRate)
    {
        using var gradient = no_grad();
        StepCount++;
        var corrections = new BiasCorrections(1 - Math.Pow(_beta1, StepCount), 1 - Math.Pow(_beta2, StepCount));
        foreach (var slot in _slots)
        {
            using var scope = NewDisposeScope();
            if (slot.Weight.grad is not { } grad)
                continue;
            slot.Weight.Scale(1 - learningRate * _weightDecay);
            slot.Mean.Scale(_beta1).Add(grad, 1 - _beta1);
            slot.Square.Scale(_beta2).AddProduct(grad, grad, 1 - _beta2);
            Move(slot.Weight, slot.Mean, slot.Square, corrections, learningRate);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var slot in _slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>Moves a weight, which has decayed already, along its moments.</summary>
    private protected abstract void Move(Parameter weight, Tensor mean, Tensor square, BiasCorrections corrections, double learningRate);

    private sealed record Slot(string Name, Parameter Weight, Tensor Mean, Tensor Square);

    /// <summary>1 - beta^t of both moments.</summary>
    private protected readonly record struct BiasCorrections(double Mean, double Square);
}
