namespace TrmLab.Trainer.Native.Kernels;

/// <summary>bfloat16, the upper half of a float32.</summary>
internal static class BrainFloat
{
    /// <summary>The nearest bfloat16, ties to even, as a float.</summary>
    public static float Round(float value)
    {
        if (!float.IsFinite(value))
            return value;
        var bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7FFF + ((bits >> 16) & 1)) & 0xFFFF0000);
    }
}
