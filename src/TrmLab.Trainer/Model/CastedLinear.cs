using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Linear layer whose float32 weight is cast to the input's data type at each use, so that all uses' gradients add up in float32.</summary>
public sealed class CastedLinear : nn.Module<Tensor, Tensor>
{
    private readonly Parameter _weight;
    private readonly Parameter? _bias;

    /// <param name="std">Deviation of the initial weight [out, in], a truncated normal; null for 1/sqrt(in).</param>
    /// <param name="bias">Value that every bias starts with; null for no bias.</param>
    public CastedLinear(WeightFactory weights, long inputs, long outputs, double? std = null, double? bias = null)
        : base(nameof(CastedLinear))
    {
        _weight = weights.TruncatedNormal(std ?? 1 / Math.Sqrt(inputs), outputs, inputs);
        register_parameter("weight", _weight);
        if (bias is { } value)
        {
            _bias = weights.Constant(value, outputs);
            register_parameter("bias", _bias);
        }
    }

    /// <summary>[..., in] -> [..., out].</summary>
    public override Tensor forward(Tensor input)
    {
        if (input.shape[^1] != _weight.shape[1])
            throw new ArgumentException($"The layer takes {_weight.shape[1]} features; the input's shape is [{string.Join(", ", input.shape)}].", nameof(input));
        using var weight = Cast(_weight, input.dtype);
        using var bias = _bias is null ? null : Cast(_bias, input.dtype);
        return nn.functional.linear(input, weight, bias);
    }

    // to() returns an alias when nothing changes; the alias is what gets disposed, never the parameter.
    private static Tensor Cast(Tensor parameter, ScalarType type) => parameter.dtype == type ? parameter.alias() : parameter.to(type);
}
