using System.Buffers.Binary;
using System.Numerics;

namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>CRC-32C (Castagnoli) and the masked form that TFRecord files store, so that a checksum of checksums is not degenerate.</summary>
internal static class MaskedCrc
{
    public static uint Of(ReadOnlySpan<byte> data)
    {
        var crc = Crc32C(data);
        return BitOperations.RotateRight(crc, 15) + 0xA282EAD8;
    }

    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        for (; data.Length >= 8; data = data[8..]) crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
        foreach (var value in data) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
