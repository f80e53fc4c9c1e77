using TrmLab.Trainer.Native.Kernels;

namespace TrmLab.Trainer.Native.Products;

/// <summary>bfloat16 products with float32 sums, by the tiles of <see cref="DotTiles"/>.</summary>
internal sealed unsafe class BrainProducts : MatrixProducts
{
    /// <exception cref="NotSupportedException">Not on this machine; see <see cref="DotTiles.Gap"/>.</exception>
    public BrainProducts()
    {
        if (DotTiles.Gap is { } gap)
            throw new NotSupportedException($"The native step cannot compute in bfloat16: {gap}.");
    }

    /// <inheritdoc/>
    public override int UnitSize => 2;

    /// <inheritdoc/>
    public override bool Converts => true;

    /// <inheritdoc/>
    public override float* LeftForm(float* matrix, int rows, int columns, float* space)
    {
        BrainPairs.OfColumns(matrix, space, (nint)Panels.Size(rows, columns));
        return space;
    }

    /// <inheritdoc/>
    public override float* RightForm(float* matrix, int rows, int columns, float* space)
    {
        // Panels have even numbers of rows, so all of them are one run of row pairs.
        BrainPairs.OfRows(matrix, space, (nint)Panels.Size(rows, columns) / (2 * Panels.Width));
        return space;
    }

    private protected override void MultiplyPanel(int rows, int width, int depth, in LeftOperand left, float* right, float* result, bool accumulate)
    {
        var arguments = new DotTileArguments
        {
            Left = left.Start,
            RowStride = left.RowStride * sizeof(float),
            ColumnStride = left.ColumnStride * sizeof(float),
            BlockStride = left.BlockStride * sizeof(float),
            BlockLength = left.BlockLength,
            Depth = depth,
            Right = right,
            Result = result,
            Accumulate = accumulate ? 1 : 0,
        };
        for (var kind = 0; kind < DotTiles.RowCounts.Count; kind++)
        {
            var count = DotTiles.RowCounts[kind];
            for (; rows >= count; rows -= count)
            {
                DotTiles.Run(kind, width, &arguments);
                arguments.Left += count * left.RowStride;
                arguments.Result += count * Panels.Width;
            }
        }
    }
}
