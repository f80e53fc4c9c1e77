using TorchSharp.Modules;
using TrmLab.Core.Numerics;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// Makes a network's initial tensors on their final device: float32, drawn in the order of construction from one generator. Modules are
/// never moved afterwards (<c>Module.to</c> would replace the tensors that optimisers and the average hold).
/// </summary>
/// <param name="random">Null: the values do not matter, since they are about to be overwritten.</param>
public sealed class WeightFactory(SeededRandom? random, Device device)
{
    /// <summary>Where the tensors live.</summary>
    public Device Device { get; } = device;

    /// <summary>Trained tensor from a truncated normal of the given deviation.</summary>
    public Parameter TruncatedNormal(double std, params long[] shape) => new(Draw(std, shape), true);

    /// <summary>Trained tensor of one value.</summary>
    public Parameter Constant(double value, params long[] shape) => new(full(shape, value, ScalarType.Float32, Device).DetachFromDisposeScope(), true);

    /// <summary>Fixed tensor from a truncated normal of the given deviation.</summary>
    public Tensor Buffer(double std, params long[] shape) => Draw(std, shape);

    private Tensor Draw(double std, long[] shape)
    {
        if (random is null)
            return empty(shape, ScalarType.Float32, Device).DetachFromDisposeScope();
        using var drawn = Model.TruncatedNormal.Draw(random, std, shape);
        return drawn.to(Device, copy: true).DetachFromDisposeScope();
    }
}
