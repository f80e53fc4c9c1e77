namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// How a product reads its left matrix: element (i, k) lies at
/// <c>Start + i * RowStride + k % BlockLength * ColumnStride + k / BlockLength * BlockStride</c>. So the same product takes a row-major weight,
/// a <see cref="Panels"/> matrix and its transpose without copying.
/// </summary>
/// <param name="start">Element (0, 0). The unit is four bytes: one float, or one pair of bfloat16.</param>
/// <param name="rowStride">From a row to the next.</param>
/// <param name="columnStride">From a column to the next inside a block of columns.</param>
/// <param name="blockLength">Columns in a block.</param>
/// <param name="blockStride">From a block to the next.</param>
internal readonly unsafe struct LeftOperand(float* start, nint rowStride, nint columnStride, int blockLength, nint blockStride)
{
    public readonly float* Start = start;
    public readonly nint RowStride = rowStride;
    public readonly nint ColumnStride = columnStride;
    public readonly int BlockLength = blockLength;
    public readonly nint BlockStride = blockStride;

    /// <summary>The same matrix from a later row on.</summary>
    public LeftOperand FromRow(int row) => new(Start + row * RowStride, RowStride, ColumnStride, BlockLength, BlockStride);

    /// <summary>The same matrix from a later column on, which must begin a block of columns.</summary>
    public LeftOperand FromColumn(int column) =>
        new(Start + column / BlockLength * BlockStride + column % BlockLength * ColumnStride, RowStride, ColumnStride, BlockLength, BlockStride);
}
