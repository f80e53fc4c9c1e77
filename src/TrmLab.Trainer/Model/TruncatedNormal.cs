using TrmLab.Core.Numerics;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// Normal distribution cut at two standard deviations and rescaled so that the result, not the uncut normal, has the wanted deviation
/// (the definition of JAX and flax; PyTorch's own function does not rescale).
/// </summary>
public static class TruncatedNormal
{
    private const double Bound = 2;

    // erf(2 / sqrt 2): the share of a normal within two deviations.
    private const double Inside = 0.95449973610364158;

    /// <summary>Draws uniforms on the CPU from <paramref name="random"/> and transforms them.</summary>
    /// <param name="std">Standard deviation of the result; 0 gives zeros and draws nothing.</param>
    /// <returns>Float32 tensor of <paramref name="shape"/> on the CPU.</returns>
    public static Tensor Draw(SeededRandom random, double std, params long[] shape)
    {
        if (std == 0)
            return zeros(shape, ScalarType.Float32);
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var uniform = new float[count];
        for (var i = 0L; i < count; i++)
            uniform[i] = (float)(Inside * (2 * random.NextDouble() - 1));
        using var flat = tensor(uniform, ScalarType.Float32);
        using var values = FromUniform(flat, std);
        return values.reshape(shape).clone();
    }

    /// <summary>Transforms uniforms of (erf(-2/sqrt 2), erf(2/sqrt 2)).</summary>
    public static Tensor FromUniform(Tensor uniform, double std)
    {
        using var scope = NewDisposeScope();
        var scale = std / Math.Sqrt(1 - 2 * Bound * Density(Bound) / Inside);
        return uniform.erfinv().Scale(Math.Sqrt(2) * scale).Between(-Bound * scale, Bound * scale).MoveToOuterDisposeScope();
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);
}
