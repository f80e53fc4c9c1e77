using System.Buffers.Binary;

namespace TrmLab.Trainer.Checkpoints.Torch;

/// <summary>Little-endian fields in a row.</summary>
internal sealed class ZipFields
{
    private readonly List<byte> _bytes = [];

    internal int Length => _bytes.Count;

    internal byte[] ToArray() => [.. _bytes];

    internal ZipFields Signature(uint value) => Number32(value);

    internal ZipFields Number16(int value) => Put(value, sizeof(ushort));

    internal ZipFields Number32(uint value) => Put(value, sizeof(uint));

    internal ZipFields Number64(long value) => Put(value, sizeof(long));

    internal ZipFields LengthOf(long value, bool wide) => wide ? Number64(value) : Number32((uint)value);

    internal ZipFields Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    private ZipFields Put(long value, int size)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        _bytes.AddRange(bytes[..size]);
        return this;
    }
}
