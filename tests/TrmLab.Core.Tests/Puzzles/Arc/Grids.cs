using System.Text.Json;
using TrmLab.Core.Puzzles.Arc;

namespace TrmLab.Core.Tests.Puzzles.Arc;

/// <summary>Short ways to write grids in tests.</summary>
internal static class Grids
{
    /// <summary>Rows of digits separated by a slash: <c>120/034</c>.</summary>
    internal static ArcGrid Grid(string text)
    {
        string[] rows = text.Split('/');
        return new ArcGrid(rows.Length, rows[0].Length, [.. string.Concat(rows).Select(digit => (byte)(digit - '0'))]);
    }

    internal static ArcGrid Grid(JsonElement rows)
    {
        byte[][] cells = [.. rows.EnumerateArray().Select(row => Bytes(row))];
        return cells.Length == 0 ? ArcGrid.Empty : new ArcGrid(cells.Length, cells[0].Length, [.. cells.SelectMany(row => row)]);
    }

    internal static byte[] Bytes(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetByte())];

    internal static int[] Integers(JsonElement row) => [.. row.EnumerateArray().Select(value => value.GetInt32())];

    /// <summary>900 tokens with the grid at the top left.</summary>
    internal static int[] Tokens(ArcGrid grid)
    {
        byte[] tokens = new byte[ArcSequence.Length];
        ArcSequence.Encode(grid, 0, 0, tokens);
        return [.. tokens.Select(token => (int)token)];
    }
}
