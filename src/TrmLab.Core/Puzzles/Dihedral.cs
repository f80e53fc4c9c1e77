namespace TrmLab.Core.Puzzles;

/// <summary>
/// The eight symmetries of a rectangle of cells, with the reference's numbering: 0 identity, 1/2/3 rotation by 90/180/270 degrees
/// counter-clockwise, 4 left-right flip, 5 up-down flip, 6 transposition, 7 reflection at the anti-diagonal.
/// </summary>
public static class Dihedral
{
    public const int Count = 8;

    private static ReadOnlySpan<byte> Inverses => [0, 3, 2, 1, 4, 5, 6, 7];

    /// <summary>The transform that undoes <paramref name="transform"/>.</summary>
    public static int Inverse(int transform) => Inverses[transform];

    /// <summary>True when the transform makes an R x C rectangle a C x R one.</summary>
    public static bool SwapsSides(int transform) => transform is 1 or 3 or 6 or 7;

    /// <summary>
    /// Writes the transformed cells. Both spans hold rows * columns cells row by row and must not overlap;
    /// the result has <paramref name="columns"/> rows when the transform swaps the sides.
    /// </summary>
    public static void Apply<T>(int transform, ReadOnlySpan<T> source, int rows, int columns, Span<T> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)transform, (uint)Count, nameof(transform));
        if (source.Length != rows * columns || destination.Length != source.Length)
            throw new ArgumentException($"A {rows}x{columns} rectangle has {rows * columns} cells, not {source.Length} and {destination.Length}.");
        if (source.IsEmpty)
            return;

        // Result cell (i, j) is source[start + i * downward + j * rightward].
        (int start, int downward, int rightward) = transform switch
        {
            0 => (0, columns, 1),
            1 => (columns - 1, -1, columns),
            2 => ((rows * columns) - 1, -columns, -1),
            3 => ((rows - 1) * columns, 1, -columns),
            4 => (columns - 1, columns, -1),
            5 => ((rows - 1) * columns, -columns, 1),
            6 => (0, 1, columns),
            _ => ((rows * columns) - 1, -1, -columns),
        };
        (int resultRows, int resultColumns) = SwapsSides(transform) ? (columns, rows) : (rows, columns);
        int at = 0;
        for (int i = 0; i < resultRows; i++)
        {
            int from = start + (i * downward);
            for (int j = 0; j < resultColumns; j++, from += rightward)
                destination[at++] = source[from];
        }
    }
}
