using System.Text;

namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// A grid of ARC colours: at most 30 x 30 cells, each 0..9, kept row by row. Two grids are equal when their sides and cells are.
/// A grid without cells exists only as a prediction of which nothing could be read (<see cref="ArcSequence.Crop"/>).
/// </summary>
public sealed class ArcGrid : IEquatable<ArcGrid>
{
    /// <summary>Largest number of rows and of columns.</summary>
    public const int MaximumSide = 30;

    /// <summary>Number of colours; colour 0 is the background.</summary>
    public const int Colours = 10;

    private readonly byte[] _cells;

    /// <param name="rows">Number of rows, 0..30.</param>
    /// <param name="columns">Number of columns, 0..30.</param>
    /// <param name="cells">rows * columns colours row by row; the grid keeps the array.</param>
    public ArcGrid(int rows, int columns, byte[] cells)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)rows, (uint)MaximumSide, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)columns, (uint)MaximumSide, nameof(columns));
        if (cells.Length != rows * columns)
            throw new ArgumentException($"A {rows}x{columns} grid has {rows * columns} cells, not {cells.Length}.", nameof(cells));
        if (cells.AsSpan().ContainsAnyExceptInRange((byte)0, (byte)(Colours - 1)))
            throw new ArgumentException("A cell is no ARC colour (0..9).", nameof(cells));
        Rows = rows;
        Columns = columns;
        _cells = cells;
    }

    public static ArcGrid Empty { get; } = new(0, 0, []);

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The colours row by row.</summary>
    public ReadOnlySpan<byte> Cells => _cells;

    public byte this[int row, int column] => _cells[(row * Columns) + column];

    public bool Equals(ArcGrid? other) =>
        other is not null && Rows == other.Rows && Columns == other.Columns && Cells.SequenceEqual(other.Cells);

    public override bool Equals(object? obj) => Equals(obj as ArcGrid);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Rows);
        hash.Add(Columns);
        hash.AddBytes(_cells);
        return hash.ToHashCode();
    }

    /// <summary>The rows as digits, separated by a slash: <c>120/034</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_cells.Length + Rows);
        for (int row = 0; row < Rows; row++)
        {
            if (row > 0)
                text.Append('/');
            for (int column = 0; column < Columns; column++)
                text.Append((char)('0' + this[row, column]));
        }
        return text.ToString();
    }
}
