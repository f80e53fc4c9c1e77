using TorchSharp.Modules;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>
/// Adam with atan2 in place of the division, hence without epsilon and with a bounded step. A weight without any gradient so far (0 over 0)
/// stays where it is, apart from its decay.
/// </summary>
public sealed class AdamAtan2(
    IEnumerable<(string name, Parameter parameter)> weights,
    double beta1,
    double beta2,
    double weightDecay,
    AdamAtan2Form form = AdamAtan2Form.Package,
    bool? joined = null)
    : MomentOptimizer(weights, beta1, beta2, weightDecay, joined)
{
    private protected override void Move(Tensor weight, Tensor mean, Tensor square, BiasCorrections corrections, double learningRate)
    {
        // atan2 depends on the ratio of its arguments only, so the mean's correction can stand on the other side.
        var denominator = square.sqrt().Scale((form == AdamAtan2Form.Package ? 1 : corrections.Mean) / Math.Sqrt(corrections.Square));
        var rate = form == AdamAtan2Form.Package ? learningRate / corrections.Mean : learningRate;
        weight.Add(mean.atan2(denominator), -rate);
    }
}

/// <summary>Where the mean's bias correction stands; the two forms differ most in the first steps.</summary>
public enum AdamAtan2Form
{
    /// <summary>Outside: lr / (1 - beta1^t) * atan2(m, v'). What the published package and so the published results use.</summary>
    Package,

    /// <summary>Inside: lr * atan2(m / (1 - beta1^t), v'). The textbook form; its first step moves 0.785 lr instead of 0.997.</summary>
    Textbook,
}
