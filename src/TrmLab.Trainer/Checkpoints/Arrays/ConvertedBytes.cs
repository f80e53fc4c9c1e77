using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>An array's elements in another floating-point type, converted as they are read.</summary>
/// <param name="array">Any floating-point type.</param>
/// <param name="type">float32 or bfloat16.</param>
internal sealed class ConvertedBytes(NamedArray array, ElementType type) : IByteSource
{
    private const int Block = 1 << 16;

    private readonly int _size = type.Size();

    public long Length => array.Count * _size;

    public void Read(long offset, Span<byte> destination)
    {
        if (offset % _size != 0 || destination.Length % _size != 0)
            throw new ArgumentException("Converted elements are read whole.", nameof(offset));
        var first = offset / _size;
        if (type == ElementType.F32)
        {
            array.ReadSingles(first, MemoryMarshal.Cast<byte, float>(destination));
            return;
        }

        var values = new float[Math.Min(Block, destination.Length / _size)];
        while (destination.Length > 0)
        {
            var count = Math.Min(values.Length, destination.Length / _size);
            array.ReadSingles(first, values.AsSpan(0, count));
            ElementConversion.ToBFloat16(values.AsSpan(0, count), destination);
            destination = destination[(count * _size)..];
            first += count;
        }
    }
}
