namespace TrmLab.Core.Puzzles;

/// <summary>Element types of <c>.npy</c> files that data sets use; all little-endian.</summary>
public enum NpyType
{
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float32,
    Float64,
}

/// <summary>Names and sizes of <see cref="NpyType"/>.</summary>
public static class NpyTypeExtensions
{
    private static readonly (NpyType Type, string Descriptor, int Size)[] Types =
    [
        (NpyType.UInt8, "|u1", 1),
        (NpyType.Int8, "|i1", 1),
        (NpyType.UInt16, "<u2", 2),
        (NpyType.Int16, "<i2", 2),
        (NpyType.UInt32, "<u4", 4),
        (NpyType.Int32, "<i4", 4),
        (NpyType.UInt64, "<u8", 8),
        (NpyType.Int64, "<i8", 8),
        (NpyType.Float32, "<f4", 4),
        (NpyType.Float64, "<f8", 8),
    ];

    /// <summary>numpy's name, such as <c>&lt;i4</c>.</summary>
    public static string Descriptor(this NpyType type) => Types[(int)type].Descriptor;

    /// <summary>Bytes per element.</summary>
    public static int Size(this NpyType type) => Types[(int)type].Size;

    internal static bool TryParse(string descriptor, out NpyType type)
    {
        foreach ((NpyType candidate, string name, int size) in Types)
        {
            // For single bytes numpy itself writes '|', others write '<' too.
            if (descriptor == name || (size == 1 && descriptor.Length == 3 && descriptor[0] is '<' or '=' && descriptor.AsSpan(1).SequenceEqual(name.AsSpan(1))))
            {
                type = candidate;
                return true;
            }
        }

        type = default;
        return false;
    }
}
