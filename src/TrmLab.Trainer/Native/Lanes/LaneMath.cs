using System.Runtime.CompilerServices;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>Elementary functions on lanes, within two units of the last place over the ranges that occur.</summary>
internal static class LaneMath
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>e^x, 0 and infinity beyond the floats, down to -1e9 and up to 1e9. Polynomial of the Cephes library.</summary>
    [MethodImpl(Inline)]
    public static T Exp<T>(T x)
        where T : struct, ILanes<T>
    {
        var n = T.Round(x * T.All(1.44269504f));

        // ln 2 in two parts, so that the reduced argument is exact.
        var r = T.MultiplyAdd(n, T.All(-0.693359375f), x);
        r = T.MultiplyAdd(n, T.All(2.12194440e-4f), r);
        var p = T.All(1.9875691500e-4f);
        p = T.MultiplyAdd(p, r, T.All(1.3981999507e-3f));
        p = T.MultiplyAdd(p, r, T.All(8.3334519073e-3f));
        p = T.MultiplyAdd(p, r, T.All(4.1665795894e-2f));
        p = T.MultiplyAdd(p, r, T.All(1.6666665459e-1f));
        p = T.MultiplyAdd(p, r, T.All(5.0000001201e-1f));
        p = T.MultiplyAdd(p, r * r, r) + T.All(1f);
        return T.ScaleByPowerOfTwo(p, n);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    [MethodImpl(Inline)]
    public static T Sigmoid<T>(T x)
        where T : struct, ILanes<T> => T.All(1f) / (T.All(1f) + Exp(-x));
}
