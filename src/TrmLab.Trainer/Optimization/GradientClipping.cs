using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>The joint norm of all gradients: measured, and limited by scaling them down together. Neither waits for the device.</summary>
public static class GradientClipping
{
    // As in PyTorch: a norm of zero must not divide.
    private const double Tiny = 1e-6;

    /// <summary>L2 norm over all gradients, a float32 scalar on their device that the caller owns.</summary>
    /// <param name="joined">Whether gradients that are neighbours in memory are taken together; null: on a GPU.</param>
    public static Tensor Norm(IEnumerable<(string name, Parameter parameter)> weights, bool? joined = null)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var norms = Gradients(weights, joined).Select(grad => grad.norm()).ToArray();
        var norm = norms.Length == 0 ? zeros([]) : stack(norms).norm();
        return norm.DetachFromDisposeScope();
    }

    /// <summary>Applies a limit.</summary>
    /// <param name="norm">As <see cref="Norm"/> measured it.</param>
    /// <param name="maxNorm">Largest joint norm.</param>
    /// <param name="joined">As for <see cref="Norm"/>.</param>
    public static void Clip(IEnumerable<(string name, Parameter parameter)> weights, Tensor norm, double maxNorm, bool? joined = null)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var factor = norm.Plus(Tiny).reciprocal().Times(maxNorm).AtMost(1);
        foreach (var grad in Gradients(weights, joined))
            grad.mul_(factor);
    }

    private static IEnumerable<Tensor> Gradients(IEnumerable<(string name, Parameter parameter)> weights, bool? joined) =>
        WeightGroup.Vectors(weights.Select(weight => weight.parameter.grad).OfType<Tensor>(), joined);
}
