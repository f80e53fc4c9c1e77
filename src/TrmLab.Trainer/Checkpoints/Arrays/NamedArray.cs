using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>
/// A named array of a weights file: name, element type, shape, and row-major values that are read on demand. Independent of libtorch.
/// Valid while the file it came from is open.
/// </summary>
public sealed class NamedArray
{
    private const int Block = 1 << 20;

    private readonly IByteSource _bytes;

    /// <param name="name">Key in the state dict.</param>
    /// <param name="type">Element type.</param>
    /// <param name="shape">Sizes; empty for a scalar.</param>
    /// <param name="bytes">Exactly the elements that the shape asks for.</param>
    public NamedArray(string name, ElementType type, IReadOnlyList<long> shape, IByteSource bytes)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Count = CountOf(shape) ?? throw new ArgumentException($"{name}: negative or too large shape.", nameof(shape));
        if (bytes.Length != Count * type.Size())
            throw new ArgumentException($"{name}: {bytes.Length} bytes do not fill its shape.", nameof(bytes));
        _bytes = bytes;
    }

    public string Name { get; }

    public ElementType Type { get; }

    public IReadOnlyList<long> Shape { get; }

    /// <summary>Elements.</summary>
    public long Count { get; }

    /// <summary>Bytes as stored.</summary>
    public long ByteLength => _bytes.Length;

    /// <summary>Values in memory as an array.</summary>
    /// <typeparam name="T">float for F32, double for F64, long for I64, int for I32, byte for U8.</typeparam>
    public static NamedArray Of<T>(string name, IReadOnlyList<long> shape, T[] values)
        where T : unmanaged
    {
        var type = values switch
        {
            float[] => ElementType.F32,
            double[] => ElementType.F64,
            long[] => ElementType.I64,
            int[] => ElementType.I32,
            byte[] => ElementType.U8,
            _ => throw new ArgumentException($"{typeof(T)} has no stored type.", nameof(values)),
        };
        return new NamedArray(name, type, shape, new MemoryBytes(MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
    }

    /// <summary>Product of the sizes; null if one is negative or the bytes of the widest type would not fit 63 bits.</summary>
    internal static long? CountOf(IReadOnlyList<long> shape)
    {
        if (shape.Any(size => size < 0))
            return null;
        if (shape.Contains(0))
            return 0;
        Int128 count = 1;
        foreach (var size in shape)
        {
            count *= size;
            if (count > long.MaxValue / 8)
                return null;
        }

        return (long)count;
    }

    /// <summary>Reads stored bytes.</summary>
    public void ReadBytes(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset > ByteLength - destination.Length)
            throw new ArgumentOutOfRangeException(nameof(offset));
        _bytes.Read(offset, destination);
    }

    /// <summary>Reads elements from <paramref name="first"/> on as single precision; floating-point arrays only.</summary>
    public void ReadSingles(long first, Span<float> values)
    {
        if (Type == ElementType.F32)
        {
            ReadBytes(first * sizeof(float), MemoryMarshal.AsBytes(values));
            return;
        }

        var size = Type.Size();
        var block = new byte[Math.Min(Block, values.Length * (long)size)];
        while (values.Length > 0)
        {
            var count = Math.Min(block.Length / size, values.Length);
            ReadBytes(first * size, block.AsSpan(0, count * size));
            ElementConversion.ToSingles(Type, block.AsSpan(0, count * size), values[..count]);
            values = values[count..];
            first += count;
        }
    }

    /// <summary>All values as single precision; floating-point arrays only.</summary>
    public float[] ToSingles()
    {
        var values = new float[checked((int)Count)];
        ReadSingles(0, values);
        return values;
    }

    /// <summary>All values in their stored representation.</summary>
    /// <typeparam name="T">A type of the stored size.</typeparam>
    public T[] ToArray<T>()
        where T : unmanaged
    {
        if (System.Runtime.CompilerServices.Unsafe.SizeOf<T>() != Type.Size())
            throw new ArgumentException($"{Name} holds {Type}, not {typeof(T)}.");
        var values = new T[checked((int)Count)];
        ReadBytes(0, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    /// <summary>Writes the stored bytes, a block at a time.</summary>
    public void CopyTo(Stream stream)
    {
        var block = new byte[Math.Min(Block, ByteLength)];
        for (long offset = 0; offset < ByteLength; offset += block.Length)
        {
            var part = block.AsSpan(0, (int)Math.Min(block.Length, ByteLength - offset));
            ReadBytes(offset, part);
            stream.Write(part);
        }
    }

    /// <summary>The same values under another name.</summary>
    public NamedArray WithName(string name) => new(name, Type, Shape, _bytes);

    /// <summary>The same values as float32 or bfloat16, converted as they are read.</summary>
    public NamedArray As(ElementType type) => type == Type ? this : type is ElementType.F32 or ElementType.BF16
        ? new NamedArray(Name, type, Shape, new ConvertedBytes(this, type))
        : throw new ArgumentException($"{Name}: converting to {type} is not offered.", nameof(type));

    /// <summary>Name, type and shape, such as <c>lm_head.weight F32 [11, 512]</c>.</summary>
    public override string ToString() => $"{Name} {Type} [{string.Join(", ", Shape)}]";
}
