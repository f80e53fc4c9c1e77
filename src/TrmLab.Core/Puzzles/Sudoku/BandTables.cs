namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// Tables of <see cref="BandSolver"/>. A band is three rows of 9 cells in 27 bits, row by row; a pattern is the 3 x 3 grid of a band's
/// mini-rows (row, box) or of a stack's mini-columns (band, column) in 9 bits.
/// </summary>
internal static class BandTables
{
    /// <summary>For each row of 9 bits, which of its three boxes are not empty.</summary>
    public static byte[] Boxes { get; } = [.. Enumerable.Range(0, 512).Select(row => (byte)(((row & 7) != 0 ? 1 : 0) | ((row & 56) != 0 ? 2 : 0) | ((row & 448) != 0 ? 4 : 0)))];

    /// <summary>
    /// A digit takes one place per row and one per column of a pattern. For each pattern, the places that some such choice uses; none means that
    /// the digit has no place left. This is the rule of locked candidates in both directions at once.
    /// </summary>
    public static ushort[] Useful { get; } = [.. Enumerable.Range(0, 512).Select(UsefulPlaces)];

    /// <summary>The cells of a band that a pattern of mini-rows covers.</summary>
    public static uint[] Cells { get; } = [.. Enumerable.Range(0, 512).Select(pattern => Enumerable.Range(0, 27).Where(cell => (pattern & (1 << (cell / 3))) != 0).Aggregate(0u, (cells, cell) => cells | (1u << cell)))];

    /// <summary>For each cell and band, the cells that may still hold the digit placed in the cell: the cell itself and those that do not see it.</summary>
    public static uint[] Unseen { get; } = [.. Enumerable.Range(0, 81).SelectMany(cell => Enumerable.Range(0, 3).Select(band => UnseenCells(cell, band)))];

    private static ushort UsefulPlaces(int pattern)
    {
        int[][] choices = [[0, 4, 8], [0, 5, 7], [1, 3, 8], [1, 5, 6], [2, 3, 7], [2, 4, 6]];
        return (ushort)choices
            .Select(places => places.Aggregate(0, (mask, place) => mask | (1 << place)))
            .Where(mask => (mask & ~pattern) == 0)
            .Aggregate(0, (all, mask) => all | mask);
    }

    private static uint UnseenCells(int cell, int band)
    {
        uint cells = 0;
        for (int bit = 0; bit < 27; bit++)
        {
            int other = (band * 27) + bit;
            if (!SudokuBoard.Nine.Peers[cell].Contains(other))
            {
                cells |= 1u << bit;
            }
        }

        return cells;
    }
}
