using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>Between stored elements and single precision.</summary>
internal static class ElementConversion
{
    /// <summary>Widens or rounds (float64: to nearest even) stored floating-point elements.</summary>
    internal static void ToSingles(ElementType type, ReadOnlySpan<byte> stored, Span<float> values)
    {
        switch (type)
        {
            case ElementType.F32:
                MemoryMarshal.Cast<byte, float>(stored).CopyTo(values);
                break;
            case ElementType.F16:
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadHalfLittleEndian(stored[(2 * i)..]);
                break;
            case ElementType.BF16:
                for (var i = 0; i < values.Length; i++)
                    values[i] = BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(stored[(2 * i)..]) << 16);
                break;
            case ElementType.F64:
                for (var i = 0; i < values.Length; i++)
                    values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(stored[(8 * i)..]);
                break;
            default:
                throw new ArgumentException($"{type} is not a floating-point type.", nameof(type));
        }
    }

    /// <summary>Rounds to bfloat16, to nearest even; NaN stays NaN.</summary>
    internal static void ToBFloat16(ReadOnlySpan<float> values, Span<byte> stored)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[i]);
            var rounded = float.IsNaN(values[i]) ? (bits >> 16) | 0x40 : (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
            BinaryPrimitives.WriteUInt16LittleEndian(stored[(2 * i)..], (ushort)rounded);
        }
    }
}
