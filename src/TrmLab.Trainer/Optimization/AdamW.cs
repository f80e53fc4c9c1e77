using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Adam with decoupled weight decay, the usual alternative.</summary>
public sealed class AdamW(IEnumerable<(string name, Parameter parameter)> weights, double beta1, double beta2, double weightDecay, bool? joined = null)
    : MomentOptimizer(weights, beta1, beta2, weightDecay, joined)
{
    private const double Epsilon = 1e-8;

    private protected override void Move(Tensor weight, Tensor mean, Tensor square, BiasCorrections corrections, double learningRate)
    {
        var denominator = square.sqrt().Scale(1 / Math.Sqrt(corrections.Square)).Add(Epsilon);
        weight.AddQuotient(mean, denominator, -learningRate / corrections.Mean);
    }
}
