using System.Numerics;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>
/// Sixteen floats computed on together. Kernels are written once over this interface; the compiler makes one version with AVX-512
/// registers and one with pairs of 256-bit registers (or what the processor has instead), see <see cref="LaneWidth"/>.
/// </summary>
internal unsafe interface ILanes<TSelf> :
    IAdditionOperators<TSelf, TSelf, TSelf>, ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>, IDivisionOperators<TSelf, TSelf, TSelf>, IUnaryNegationOperators<TSelf, TSelf>
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

    static abstract TSelf Sqrt(TSelf value);

    /// <summary>Nearest integer, ties to even.</summary>
    static abstract TSelf Round(TSelf value);

    /// <summary>value * 2^n for integers n; 0 or infinity where that leaves the range.</summary>
    static abstract TSelf ScaleByPowerOfTwo(TSelf value, TSelf integer);

    /// <summary>Sum of the lanes, in an order that does not depend on the register width.</summary>
    float Sum();

    /// <summary>Greatest lane.</summary>
    float Greatest();
}
