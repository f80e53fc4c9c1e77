using TrmLab.Trainer.Native.Lanes;

namespace TrmLab.Trainer.Native.Products;

/// <summary>float32 products by the tiles of <see cref="Tile"/>.</summary>
internal unsafe class FloatProducts(bool use512) : MatrixProducts
{
    /// <summary>For this processor.</summary>
    public FloatProducts()
        : this(LaneWidth.Is512)
    {
    }

    /// <inheritdoc/>
    public override int UnitSize => 1;

    /// <inheritdoc/>
    public override bool Converts => false;

    /// <inheritdoc/>
    public override float* LeftForm(float* matrix, int rows, int columns, float* space) => matrix;

    /// <inheritdoc/>
    public override float* RightForm(float* matrix, int rows, int columns, float* space) => matrix;

    private protected override void MultiplyPanel(int rows, int width, int depth, in LeftOperand left, float* right, float* result, bool accumulate)
    {
        if (!use512)
        {
            NarrowPanel.Multiply(rows, width, depth, left, right, result, accumulate);
            return;
        }

        switch (width)
        {
            case 64:
                Multiply<Row512x4, PanelRows>(rows, depth, left, right, result, accumulate);
                break;
            case 48:
                Multiply<Row512x3, PanelRows>(rows, depth, left, right, result, accumulate);
                break;
            case 32:
                Multiply<Row512x2, PanelRows>(rows, depth, left, right, result, accumulate);
                break;
            default:
                Multiply<Row512x1, PanelRows>(rows, depth, left, right, result, accumulate);
                break;
        }
    }

    /// <summary>One tile's columns, all rows.</summary>
    internal static void Multiply<T, TRight>(int rows, int depth, in LeftOperand left, float* right, float* result, bool accumulate)
        where T : struct, ITileRow<T>
        where TRight : struct, IRightRows
    {
        var row = 0;
        for (; row + Tile.Rows <= rows; row += Tile.Rows)
            Tile.Six<T, TRight>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
        for (; row + 2 <= rows; row += 2)
            Tile.Two<T, TRight>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
        if (row < rows)
            Tile.One<T, TRight>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
    }
}
