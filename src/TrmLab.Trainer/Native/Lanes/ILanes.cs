using System.Numerics;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>
/// Sixteen floats computed on together. Kernels are written once over this interface; the compiler makes one version with AVX-512
/// registers and one with pairs of 256-bit registers (or what the processor has instead), see <see cref="LaneWidth"/>.
/// </summary>
internal unsafe interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>Sixteen times the same value.</summary>
    static abstract TSelf All(float value);

    static abstract TSelf Load(float* source);

    void Store(float* target);

    /// <summary>a * b + c, rounded once.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The greater; where one is not a number, <paramref name="b"/>.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>The lesser; where one is not a number, <paramref name="b"/>.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    static abstract TSelf Sqrt(TSelf value);

    static abstract TSelf Abs(TSelf value);

    /// <summary>Magnitude of the first, sign bit of the second.</summary>
    static abstract TSelf CopySign(TSelf magnitude, TSelf sign);

    /// <summary>Per lane: a &lt; b ? then : otherwise.</summary>
    static abstract TSelf IfLess(TSelf a, TSelf b, TSelf then, TSelf otherwise);

    /// <summary>Nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>2^n for integers n in -126..127.</summary>
    static abstract TSelf PowerOfTwo(TSelf integer);

    /// <summary>Sum of the lanes, in an order that does not depend on the register width.</summary>
    float Sum();

    /// <summary>Greatest lane.</summary>
    float Greatest();
}
