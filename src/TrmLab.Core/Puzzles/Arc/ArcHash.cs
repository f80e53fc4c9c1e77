using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>The reference's content hashes: SHA-256 as lower-case hexadecimal digits.</summary>
public static class ArcHash
{
    /// <summary>Hash of one byte for the rows, one for the columns, then the colours row by row.</summary>
    public static string OfGrid(ArcGrid grid)
    {
        Span<byte> bytes = stackalloc byte[2 + (ArcGrid.MaximumSide * ArcGrid.MaximumSide)];
        bytes[0] = (byte)grid.Rows;
        bytes[1] = (byte)grid.Columns;
        grid.Cells.CopyTo(bytes[2..]);
        return Convert.ToHexStringLower(SHA256.HashData(bytes[..(2 + grid.Cells.Length)]));
    }

    /// <summary>Hash of the sorted strings <c>hash(input)|hash(output)</c> joined by <c>|</c>: equal for puzzles of the same pairs in any order.</summary>
    public static string OfPuzzle(IEnumerable<ArcPair> pairs)
    {
        string[] hashes = [.. pairs.Select(pair => $"{OfGrid(pair.Input)}|{OfGrid(pair.Output)}")];
        Array.Sort(hashes, StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('|', hashes))));
    }
}
