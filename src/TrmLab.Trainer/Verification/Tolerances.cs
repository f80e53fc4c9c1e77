using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Verification;

/// <summary>
/// What may differ between two correct implementations, per stage: a few times the rounding noise measured between two kernels of the
/// reference itself. Errors grow with every chained call, because the recursion feeds them back.
/// </summary>
internal static class Tolerances
{
    public static readonly Tolerance Exact = new(0);
    public static readonly Tolerance FirstCall = new(2e-4);
    public static readonly Tolerance ChainedCall = new(1e-3);
    public static readonly Tolerance Evaluation = new(2e-2);
    public static readonly Tolerance Gradients = new(5e-5);
    public static readonly Tolerance Update = new(2e-5);
    public static readonly Tolerance UpdateOfOwnGradients = Update with { OutlierShare = 1e-3 };
    public static readonly Tolerance Average = new(1e-6);
    public static readonly Tolerance Sums = new(1e-4, Relative: 1e-6);
    public static readonly Tolerance Trajectory = new(1e-4, Relative: 1e-6, OutlierShare: 1e-3);
    public static readonly Tolerance UnalignedTrajectory = Trajectory with { Absolute = 1e-3, OutlierShare = 1e-2 };
    public static readonly Tolerance Functions = new(1e-6);
    public static readonly Tolerance Layers = new(1e-5);

    // Where the golden gradients are not at hand to settle it: 0.1 % of the entries may have gone the other way in the first step.
    public static Tolerance FlippedSums(ModelShape shape, double rate) =>
        Sums with { Absolute = Sums.Absolute + (1e-3 * 2 * rate * shape.ParameterCount) };

    // Attention's rounding order inside the fused kernel differs between libraries, so in bfloat16 it proves little; the token MLP does.
    public static Tolerance HalfPrecision(ArchConfig arch) => new(arch.Mixer == Mixer.TokenMlp ? 1e-3 : 0.1);
}
