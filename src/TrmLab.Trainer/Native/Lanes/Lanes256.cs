using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>Sixteen floats in two 256-bit registers, for processors without AVX-512.</summary>
internal readonly unsafe struct Lanes256(Vector256<float> low, Vector256<float> high) : ILanes<Lanes256>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector256<float> _low = low;
    private readonly Vector256<float> _high = high;

    [MethodImpl(Inline)] public static Lanes256 All(float value) => new(Vector256.Create(value), Vector256.Create(value));

    [MethodImpl(Inline)] public static Lanes256 Load(float* source) => new(Vector256.Load(source), Vector256.Load(source + 8));

    [MethodImpl(Inline)]
    public void Store(float* target)
    {
        _low.Store(target);
        _high.Store(target + 8);
    }

    [MethodImpl(Inline)] public static Lanes256 operator +(Lanes256 a, Lanes256 b) => new(a._low + b._low, a._high + b._high);

    [MethodImpl(Inline)] public static Lanes256 operator -(Lanes256 a, Lanes256 b) => new(a._low - b._low, a._high - b._high);

    [MethodImpl(Inline)] public static Lanes256 operator *(Lanes256 a, Lanes256 b) => new(a._low * b._low, a._high * b._high);

    [MethodImpl(Inline)] public static Lanes256 operator /(Lanes256 a, Lanes256 b) => new(a._low / b._low, a._high / b._high);

    [MethodImpl(Inline)] public static Lanes256 operator -(Lanes256 value) => new(-value._low, -value._high);

    [MethodImpl(Inline)]
    public static Lanes256 MultiplyAdd(Lanes256 a, Lanes256 b, Lanes256 c) =>
        new(Vector256.FusedMultiplyAdd(a._low, b._low, c._low), Vector256.FusedMultiplyAdd(a._high, b._high, c._high));

    [MethodImpl(Inline)]
    public static Lanes256 Max(Lanes256 a, Lanes256 b) => new(Vector256.MaxNative(a._low, b._low), Vector256.MaxNative(a._high, b._high));

    [MethodImpl(Inline)] public static Lanes256 Sqrt(Lanes256 value) => new(Vector256.Sqrt(value._low), Vector256.Sqrt(value._high));

    [MethodImpl(Inline)] public static Lanes256 Round(Lanes256 value) => new(Vector256.Round(value._low), Vector256.Round(value._high));

    [MethodImpl(Inline)]
    public static Lanes256 ScaleByPowerOfTwo(Lanes256 value, Lanes256 integer) => new(Scale(value._low, integer._low), Scale(value._high, integer._high));

    [MethodImpl(Inline)] public float Sum() => Sum(_low + _high);

    [MethodImpl(Inline)] public float Greatest() => Greatest(Vector256.MaxNative(_low, _high));

    [MethodImpl(Inline)]
    internal static float Sum(Vector256<float> eight)
    {
        var four = eight.GetLower() + eight.GetUpper();
        return four[0] + four[2] + (four[1] + four[3]);
    }

    [MethodImpl(Inline)]
    internal static float Greatest(Vector256<float> eight)
    {
        var four = Vector128.MaxNative(eight.GetLower(), eight.GetUpper());
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    // In two halves: 2^n itself may be out of range where value * 2^n is not.
    [MethodImpl(Inline)]
    private static Vector256<float> Scale(Vector256<float> value, Vector256<float> integer)
    {
        var n = Vector256.ConvertToInt32Native(Vector256.MinNative(Vector256.Create(252f), Vector256.MaxNative(Vector256.Create(-252f), integer)));
        var half = n >> 1;
        return value * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    [MethodImpl(Inline)]
    private static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();
}
