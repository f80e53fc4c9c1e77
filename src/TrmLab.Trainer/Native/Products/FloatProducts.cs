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
            for (var column = 0; column < width; column += Row256x2.Width)
                Multiply<Row256x2>(rows, depth, left, right + column, result + column, accumulate);
            return;
        }

        switch (width)
        {
            case 64:
                Multiply<Row512x4>(rows, depth, left, right, result, accumulate);
                break;
            case 48:
                Multiply<Row512x3>(rows, depth, left, right, result, accumulate);
                break;
            case 32:
                Multiply<Row512x2>(rows, depth, left, right, result, accumulate);
                break;
            default:
                Multiply<Row512x1>(rows, depth, left, right, result, accumulate);
                break;
        }
    }

    private static void Multiply<T>(int rows, int depth, in LeftOperand left, float* right, float* result, bool accumulate)
        where T : struct, ITileRow<T>
    {
        var row = 0;
        for (; row + Tile.Rows <= rows; row += Tile.Rows)
            Tile.Six<T>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
        for (; row + 2 <= rows; row += 2)
            Tile.Two<T>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
        if (row < rows)
            Tile.One<T>(left.FromRow(row), depth, right, result + row * Panels.Width, accumulate);
    }
}
