namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// Grids as sequences of 900 tokens, a 30 x 30 canvas row by row: 0 padding, 1 end of grid, 2..11 the colours 0..9.
/// Under the grid lies a row of end marks as wide as the grid, right of it a column as high, each where it fits.
/// </summary>
public static class ArcSequence
{
    public const int Length = ArcGrid.MaximumSide * ArcGrid.MaximumSide;
    public const int Padding = 0;
    public const int EndOfGrid = 1;
    public const int FirstColour = 2;

    /// <summary>Padding, end mark and ten colours.</summary>
    public const int VocabularySize = FirstColour + ArcGrid.Colours;

    private const int Side = ArcGrid.MaximumSide;

    /// <summary>Writes a grid with its top left cell at (<paramref name="row"/>, <paramref name="column"/>) into 900 tokens.</summary>
    public static void Encode(ArcGrid grid, int row, int column, Span<byte> tokens) =>
        Encode(grid.Cells, grid.Rows, grid.Columns, row, column, tokens);

    /// <summary>As above, for cells that are not wrapped in a grid.</summary>
    public static void Encode(ReadOnlySpan<byte> cells, int rows, int columns, int row, int column, Span<byte> tokens)
    {
        if (row < 0 || column < 0 || row + rows > Side || column + columns > Side)
            throw new ArgumentException($"A {rows}x{columns} grid does not fit at ({row}, {column}) of a {Side}x{Side} canvas.");
        tokens[..Length].Clear();
        for (int i = 0; i < rows; i++)
        {
            Span<byte> line = tokens.Slice(((row + i) * Side) + column, Math.Min(columns + 1, Side - column));
            for (int j = 0; j < columns; j++)
                line[j] = (byte)(cells[(i * columns) + j] + FirstColour);
            if (line.Length > columns)
                line[columns] = EndOfGrid;
        }
        if (row + rows < Side)
            tokens.Slice(((row + rows) * Side) + column, columns).Fill(EndOfGrid);
    }

    /// <summary>The grid of a stored sequence, wherever translation put it: the colours from the first one on.</summary>
    public static ArcGrid Decode(ReadOnlySpan<byte> tokens)
    {
        int first = tokens.IndexOfAnyInRange((byte)FirstColour, (byte)(VocabularySize - 1));
        if (first < 0)
            return ArcGrid.Empty;
        Span<byte> shifted = stackalloc byte[Length];
        shifted.Clear();
        for (int row = 0; row < Side - (first / Side); row++)
            tokens.Slice(first + (row * Side), Side - (first % Side)).CopyTo(shifted[(row * Side)..]);
        return Crop(shifted);
    }

    /// <summary>
    /// The largest rectangle of colours at the top left of 900 tokens; of several equally large ones the flattest.
    /// Empty when the first token is no colour.
    /// </summary>
    public static ArcGrid Crop(ReadOnlySpan<byte> tokens)
    {
        if (tokens.Length != Length)
            throw new ArgumentException($"An ARC sequence has {Length} tokens, not {tokens.Length}.", nameof(tokens));
        int rows = 0, columns = 0, width = Side;
        for (int height = 1; height <= Side && width > 0; height++)
        {
            ReadOnlySpan<byte> line = tokens.Slice((height - 1) * Side, width);
            int end = line.IndexOfAnyExceptInRange((byte)FirstColour, (byte)(VocabularySize - 1));
            width = end < 0 ? width : end;
            if (height * width > rows * columns)
                (rows, columns) = (height, width);
        }
        var cells = new byte[rows * columns];
        for (int i = 0; i < cells.Length; i++)
            cells[i] = (byte)(tokens[(i / columns * Side) + (i % columns)] - FirstColour);
        return new ArcGrid(rows, columns, cells);
    }
}
