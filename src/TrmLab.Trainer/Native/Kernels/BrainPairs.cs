using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>Rounds float32 to bfloat16, nearest with ties to even, and puts pairs into four-byte units. Needs AVX-512.</summary>
/// <remarks>Numbers that are not finite stay so; of a NaN only the upper half of its payload remains.</remarks>
internal static unsafe class BrainPairs
{
    private const int Lanes = 16;

    /// <summary>Pairs of neighbouring values.</summary>
    /// <param name="count">Values, a multiple of 16.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfColumns(float* source, float* target, nint count)
    {
        for (nint i = 0; i < count; i += Lanes)
            Avx512F.ConvertToVector256UInt16(Rounded(source + i) >>> 16).Store((ushort*)target + i);
    }

    /// <summary>Pairs of a row of 64 values and the row after it.</summary>
    /// <param name="pairs">Pairs of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OfRows(float* source, float* target, nint pairs)
    {
        var upperHalf = Vector512.Create(0xFFFF0000);
        for (nint pair = 0; pair < pairs; pair++)
        {
            for (var column = 0; column < Panels.Width; column += Lanes)
                ((Rounded(source + column) >>> 16) | (Rounded(source + Panels.Width + column) & upperHalf)).Store((uint*)target + column);
            source += 2 * Panels.Width;
            target += Panels.Width;
        }
    }

    // The bfloat16 is the upper half; the lower one is not cleared.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Rounded(float* source)
    {
        var bits = Vector512.Load((uint*)source);
        return bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512.Create(1u));
    }
}
