using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Lanes;

/// <summary>Which registers this processor computes with; decided once.</summary>
internal static class LaneWidth
{
    /// <summary>Lanes of every kernel; all padded sizes are multiples of it.</summary>
    public const int Lanes = 16;

    /// <summary>True: 512-bit registers.</summary>
    public static bool Is512 => Vector512.IsHardwareAccelerated;

    /// <summary>The next multiple of <see cref="Lanes"/>.</summary>
    public static int Pad(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
