using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Scales all gradients down together when their joint norm is too large.</summary>
public static class GradientClipping
{
    // As in PyTorch: a norm of zero must not divide.
    private const double Tiny = 1e-6;

    /// <summary>Applies the limit without waiting for the device.</summary>
    /// <param name="maxNorm">Largest L2 norm over all gradients.</param>
    public static void Clip(IEnumerable<(string name, Parameter parameter)> weights, double maxNorm)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        List<Tensor> gradients = [.. weights.Select(weight => weight.parameter.grad).OfType<Tensor>()];
        if (gradients.Count == 0)
            return;
        var norm = stack(gradients.Select(grad => grad.square().sum())).sum().sqrt();
        var factor = norm.Plus(Tiny).reciprocal().Times(maxNorm).AtMost(1);
        foreach (var grad in gradients)
            grad.mul_(factor);
    }
}
