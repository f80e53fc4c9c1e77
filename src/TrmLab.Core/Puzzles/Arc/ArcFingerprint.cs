using System.Buffers.Binary;
using System.Security.Cryptography;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>128 bits of SHA-256 that are equal exactly when the contents are; cheaper than <see cref="ArcHash"/>, and never stored.</summary>
internal static class ArcFingerprint
{
    private const int LargestPair = 4 + (2 * ArcSequence.Length);

    /// <summary>Of the augmented pairs in any order: the same puzzles are equal as by the reference's puzzle hash.</summary>
    internal static UInt128 OfPuzzle(IReadOnlyList<ArcPair> pairs, ArcAugmentation augmentation)
    {
        Span<byte> buffer = stackalloc byte[LargestPair];
        UInt128 sum = 0;
        foreach (ArcPair pair in pairs)
            sum = unchecked(sum + Hash(buffer[..Write(pair, augmentation, buffer)]));
        return sum;
    }

    /// <summary>Of one pair as it is.</summary>
    internal static UInt128 OfPair(ArcPair pair) => OfPuzzle([pair], default);

    /// <summary>Of one pair up to the eight symmetries and the names of the colours 1..9.</summary>
    internal static UInt128 OfPairUpToSymmetry(ArcPair pair)
    {
        Span<byte> buffer = stackalloc byte[LargestPair];
        ReadOnlySpan<byte> colours = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        UInt128 smallest = UInt128.MaxValue;
        for (int transform = 0; transform < Dihedral.Count; transform++)
        {
            int length = Write(pair, new ArcAugmentation(transform, colours), buffer);
            int input = pair.Input.Cells.Length;
            RenameByFirstAppearance(buffer.Slice(2, input), buffer[(4 + input)..length]);
            UInt128 hash = Hash(buffer[..length]);
            smallest = hash < smallest ? hash : smallest;
        }
        return smallest;
    }

    private static void RenameByFirstAppearance(Span<byte> input, Span<byte> output)
    {
        Span<byte> names = stackalloc byte[ArcGrid.Colours];
        byte next = 1;
        Rename(input, names, ref next);
        Rename(output, names, ref next);
    }

    private static void Rename(Span<byte> cells, Span<byte> names, ref byte next)
    {
        foreach (ref byte cell in cells)
        {
            if (cell != 0 && names[cell] == 0)
                names[cell] = next++;
            cell = names[cell];
        }
    }

    private static int Write(ArcPair pair, ArcAugmentation augmentation, Span<byte> buffer)
    {
        int length = Write(pair.Input, augmentation, buffer);
        return length + Write(pair.Output, augmentation, buffer[length..]);
    }

    private static int Write(ArcGrid grid, ArcAugmentation augmentation, Span<byte> buffer)
    {
        (int rows, int columns) = augmentation.Apply(grid, buffer.Slice(2, grid.Cells.Length));
        buffer[0] = (byte)rows;
        buffer[1] = (byte)columns;
        return 2 + grid.Cells.Length;
    }

    private static UInt128 Hash(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
