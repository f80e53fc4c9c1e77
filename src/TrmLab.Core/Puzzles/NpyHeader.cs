using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Header of a <c>.npy</c> file (format versions 1.0, 2.0 and 3.0; numpy's <c>numpy.lib.format</c>). Only C order and the types of
/// <see cref="NpyType"/> are read; anything else is an <see cref="InputException"/> that names the file.
/// </summary>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Dimensions; empty for a scalar.</param>
/// <param name="DataOffset">Bytes before the first element.</param>
public sealed partial record NpyHeader(NpyType Type, IReadOnlyList<long> Shape, long DataOffset)
{
    /// <summary>numpy writes headers of this size for all arrays of one or two dimensions, so our files equal its own byte for byte.</summary>
    private const int WrittenSize = 128;

    private const int LongestHeader = 1 << 20;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => checked(product * size));

    /// <summary>Reads the header and leaves the stream at the first element.</summary>
    /// <param name="stream">At the start of the file.</param>
    /// <param name="source">Name for messages.</param>
    public static NpyHeader Read(Stream stream, string source)
    {
        byte[] start = ReadBytes(stream, 8, source);
        if (!start.AsSpan(0, 6).SequenceEqual(Magic))
        {
            throw new InputException($"{source}: not a .npy file (it does not start with the NUMPY mark).");
        }

        int version = start[6];
        if (version is < 1 or > 3)
        {
            throw new InputException($"{source}: .npy format version {version}.{start[7]} is unknown; 1.0, 2.0 and 3.0 are read.");
        }

        int lengthSize = version == 1 ? 2 : 4;
        byte[] lengthBytes = ReadBytes(stream, lengthSize, source);
        long length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
        {
            throw new InputException($"{source}: a .npy header of {length} bytes is not plausible; the file is damaged.");
        }

        byte[] text = ReadBytes(stream, (int)length, source);
        return Parse((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), 8 + lengthSize + length, source);
    }

    /// <summary>The header as numpy would write it (version 1.0, 128 bytes).</summary>
    public static byte[] Format(NpyType type, ReadOnlySpan<long> shape)
    {
        var dimensions = new StringBuilder();
        foreach (long size in shape)
        {
            dimensions.Append(CultureInfo.InvariantCulture, $"{size}, ");
        }

        // Python writes (3,) and (3, 4).
        string tuple = shape.Length == 1 ? $"({shape[0]},)" : $"({dimensions.ToString().TrimEnd(' ', ',')})";
        string text = $"{{'descr': '{type.Descriptor()}', 'fortran_order': False, 'shape': {tuple}, }}";
        byte[] header = new byte[WrittenSize];
        Magic.CopyTo(header);
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), WrittenSize - 10);
        header.AsSpan(10).Fill((byte)' ');
        Encoding.ASCII.GetBytes(text, header.AsSpan(10, WrittenSize - 11));
        header[^1] = (byte)'\n';
        return header;
    }

    private static NpyHeader Parse(string text, long dataOffset, string source)
    {
        Match descriptor = DescriptorPattern().Match(text);
        Match order = OrderPattern().Match(text);
        Match shape = ShapePattern().Match(text);
        if (!descriptor.Success || !order.Success || !shape.Success)
        {
            throw new InputException($"{source}: unreadable .npy header (structured types are not supported): {text.Trim()}");
        }

        string name = descriptor.Groups[1].Value;
        if (!NpyTypeExtensions.TryParse(name, out NpyType type))
        {
            string reason = name.Contains('O') ? "holds Python objects" : $"has element type '{name}'";
            throw new InputException($"{source}: the array {reason}; little-endian integers of 1 to 8 bytes, float32 and float64 are read.");
        }

        string[] parts = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        long[] sizes = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i].TrimEnd('L'), NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]))
            {
                throw new InputException($"{source}: unreadable shape ({shape.Groups[1].Value}) in the .npy header.");
            }
        }

        // A vector is the same in both orders.
        if (order.Groups[1].Value == "True" && sizes.Length > 1)
        {
            throw new InputException($"{source}: the array is in Fortran order; save it with numpy.ascontiguousarray first.");
        }

        return new NpyHeader(type, sizes, dataOffset);
    }

    private static byte[] ReadBytes(Stream stream, int count, string source)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count
            ? bytes
            : throw new InputException($"{source}: the file ends inside its .npy header.");
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""")]
    private static partial Regex DescriptorPattern();

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""")]
    private static partial Regex OrderPattern();

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""")]
    private static partial Regex ShapePattern();
}
