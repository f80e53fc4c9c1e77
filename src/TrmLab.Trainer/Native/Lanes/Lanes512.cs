using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>Sixteen floats in one 512-bit register.</summary>
internal readonly unsafe struct Lanes512(Vector512<float> value) : ILanes<Lanes512>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly Vector512<float> _value = value;

    [MethodImpl(Inline)] public static Lanes512 All(float value) => new(Vector512.Create(value));

    [MethodImpl(Inline)] public static Lanes512 Load(float* source) => new(Vector512.Load(source));

    [MethodImpl(Inline)] public void Store(float* target) => _value.Store(target);

    [MethodImpl(Inline)] public static Lanes512 operator +(Lanes512 a, Lanes512 b) => new(a._value + b._value);

    [MethodImpl(Inline)] public static Lanes512 operator -(Lanes512 a, Lanes512 b) => new(a._value - b._value);

    [MethodImpl(Inline)] public static Lanes512 operator *(Lanes512 a, Lanes512 b) => new(a._value * b._value);

    [MethodImpl(Inline)] public static Lanes512 operator /(Lanes512 a, Lanes512 b) => new(a._value / b._value);

    [MethodImpl(Inline)] public static Lanes512 operator -(Lanes512 value) => new(-value._value);

    [MethodImpl(Inline)]
    public static Lanes512 MultiplyAdd(Lanes512 a, Lanes512 b, Lanes512 c) => new(Vector512.FusedMultiplyAdd(a._value, b._value, c._value));

    [MethodImpl(Inline)] public static Lanes512 Max(Lanes512 a, Lanes512 b) => new(Vector512.MaxNative(a._value, b._value));

    [MethodImpl(Inline)] public static Lanes512 Sqrt(Lanes512 value) => new(Vector512.Sqrt(value._value));

    [MethodImpl(Inline)] public static Lanes512 Round(Lanes512 value) => new(Vector512.Round(value._value));

    [MethodImpl(Inline)]
    public static Lanes512 ScaleByPowerOfTwo(Lanes512 value, Lanes512 integer) => new(Avx512F.Scale(value._value, integer._value));

    [MethodImpl(Inline)] public float Sum() => Lanes256.Sum(_value.GetLower() + _value.GetUpper());

    [MethodImpl(Inline)] public float Greatest() => Lanes256.Greatest(Vector256.MaxNative(_value.GetLower(), _value.GetUpper()));
}
