using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>bfloat16, the upper half of a float32.</summary>
internal static unsafe class BrainFloat
{
    /// <summary>The nearest bfloat16, ties to even, as a float.</summary>
    public static float Round(float value)
    {
        if (!float.IsFinite(value))
            return value;
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }

    /// <summary>The same of many values; of a NaN only the upper half of its payload remains.</summary>
    /// <param name="count">A multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Round(float* source, float* target, nint count)
    {
        var (half, upperHalf, one) = (Vector256.Create(0x7FFFu), Vector256.Create(0xFFFF0000u), Vector256.Create(1u));
        for (nint i = 0; i < count; i += Vector256<uint>.Count)
        {
            var bits = Vector256.Load((uint*)source + i);
            ((bits + half + ((bits >>> 16) & one)) & upperHalf).Store((uint*)target + i);
        }
    }
}
