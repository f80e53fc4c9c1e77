using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Root-mean-square norm without a learned weight, computed in float32.</summary>
public static class RmsNorm
{
    /// <summary>x / sqrt(mean(x^2) + epsilon) over the last axis, cast back to the type of <paramref name="x"/>.</summary>
    public static Tensor Apply(Tensor x, double epsilon)
    {
        using var scope = NewDisposeScope();
        var wide = x.to(ScalarType.Float32);
        // Not square(): it hands libtorch a number that a collection on another thread may free meanwhile (see TensorMath).
        var scale = wide.mul(wide).mean([-1L], keepdim: true).Plus(epsilon).rsqrt();
        return wide.mul(scale).to(x.dtype).MoveToOuterDisposeScope();
    }
}
