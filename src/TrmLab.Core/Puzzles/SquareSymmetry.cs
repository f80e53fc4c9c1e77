namespace TrmLab.Core.Puzzles;

/// <summary>
/// The eight symmetries of an n x n board by the reference's ids: 0 identity, 1 to 3 rotation by 90, 180, 270 degrees counter-clockwise,
/// 4 left-right flip, 5 up-down flip, 6 transposition, 7 reflection at the other diagonal.
/// </summary>
public static class SquareSymmetry
{
    public const int Count = 8;

    /// <summary>The symmetry that undoes each one.</summary>
    public static IReadOnlyList<int> Inverse { get; } = [0, 3, 2, 1, 4, 5, 6, 7];

    /// <summary>For each cell of the transformed board, row by row, the cell of the original that it shows.</summary>
    public static int[] Sources(int id, int side)
    {
        int[] sources = new int[side * side];
        int last = side - 1;
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                (int r, int c) = id switch
                {
                    0 => (row, column),
                    1 => (column, last - row),
                    2 => (last - row, last - column),
                    3 => (last - column, row),
                    4 => (row, last - column),
                    5 => (last - row, column),
                    6 => (column, row),
                    7 => (last - column, last - row),
                    _ => throw new ArgumentOutOfRangeException(nameof(id), id, "0 to 7 are expected."),
                };
                sources[(row * side) + column] = (r * side) + c;
            }
        }

        return sources;
    }
}
