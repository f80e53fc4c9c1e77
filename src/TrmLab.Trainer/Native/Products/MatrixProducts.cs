namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// Matrix products in one number format, on one thread. A float32 product reads <see cref="Panels"/> as they are. A bfloat16 product reads
/// pairs: two neighbours along the summed dimension rounded and put into one four-byte unit, so that both formats share layout and loops.
/// </summary>
/// <remarks>
/// The summed dimension is the columns of a left matrix ("left form": pairs of neighbouring columns) and the rows of a right one or of a
/// transposed left one ("right form": pairs of neighbouring rows). Accumulation and results are float32 in either format.
/// </remarks>
internal abstract unsafe class MatrixProducts
{
    /// <summary>Values in a four-byte unit: 1 for float32, 2 for bfloat16.</summary>
    public abstract int UnitSize { get; }

    /// <summary>True: operands take a form of their own, so <see cref="LeftForm"/> and <see cref="RightForm"/> need space.</summary>
    public abstract bool Converts { get; }

    /// <summary>Products of float32 operands or of operands rounded to bfloat16, by the best way of this processor.</summary>
    public static MatrixProducts For(bool halfPrecision) =>
        !halfPrecision ? new FloatProducts() : DotTiles.Gap is null ? new BrainProducts() : new RoundedProducts();

    /// <summary>Units that hold so many values.</summary>
    public int Units(int values) => (values + UnitSize - 1) / UnitSize;

    /// <summary>
    /// result [rows, columns] (+)= left [rows, depth] right [depth, columns].
    /// </summary>
    /// <param name="depth">Summed units.</param>
    /// <param name="right">First of the right side's panels, <paramref name="rightStride"/> apart; rows of 64.</param>
    /// <param name="result">First of the result's panels, <paramref name="resultStride"/> apart; rows of 64. Padding columns are written too.</param>
    /// <param name="accumulate">Add to what is there.</param>
    public void Multiply(
        int rows, int columns, int depth, in LeftOperand left, float* right, nint rightStride, float* result, nint resultStride, bool accumulate = false)
    {
        for (var panel = 0; panel < Panels.Count(columns); panel++)
            MultiplyPanel(rows, Panels.WidthOf(panel, columns), depth, left, right + panel * rightStride, result + panel * resultStride, accumulate);
    }

    /// <summary>
    /// result [leftColumns, columns] (+)= left^T right, both in right form: what a weight's gradient is.
    /// </summary>
    /// <param name="left">First of the left side's panels, <paramref name="leftStride"/> apart.</param>
    public void MultiplyTransposed(
        int leftColumns, int columns, int depth, float* left, nint leftStride, float* right, nint rightStride, float* result, nint resultStride, bool accumulate)
    {
        for (var panel = 0; panel < Panels.Count(columns); panel++)
        {
            for (var block = 0; block < Panels.Count(leftColumns); block++)
            {
                var operand = new LeftOperand(left + block * leftStride, 1, Panels.Width, int.MaxValue, 0);
                MultiplyPanel(
                    Math.Min(Panels.Width, leftColumns - block * Panels.Width), Panels.WidthOf(panel, columns), depth, operand,
                    right + panel * rightStride, result + panel * resultStride + block * Panels.Width * Panels.Width, accumulate);
            }
        }
    }

    /// <summary>The matrix with its columns paired for the left side; may be <paramref name="matrix"/> itself, else it is written to <paramref name="space"/>.</summary>
    /// <param name="rows">Rows, even.</param>
    public abstract float* LeftForm(float* matrix, int rows, int columns, float* space);

    /// <summary>The matrix with its rows paired for the right side; may be <paramref name="matrix"/> itself, else it is written to <paramref name="space"/>.</summary>
    /// <param name="rows">Rows, even.</param>
    public abstract float* RightForm(float* matrix, int rows, int columns, float* space);

    /// <summary>Reads a left form from (row, column) on; the column must begin a unit and not straddle panels with what follows.</summary>
    public LeftOperand Left(float* leftForm, int rows, int row = 0, int column = 0)
    {
        var width = Panels.Width / UnitSize;
        var start = leftForm + column / Panels.Width * (nint)rows * width + (nint)row * width + column % Panels.Width / UnitSize;
        return new LeftOperand(start, width, 1, width, (nint)rows * width);
    }

    /// <summary>Where (row, column) of a right form lies; the row must begin a unit.</summary>
    public float* Right(float* rightForm, int rows, int row, int column) =>
        rightForm + column / Panels.Width * RightStride(rows) + (nint)(row / UnitSize) * Panels.Width + column % Panels.Width;

    /// <summary>From a panel of a right form to the next.</summary>
    public nint RightStride(int rows) => (nint)(rows / UnitSize) * Panels.Width;

    /// <summary>Four-byte units of a right form.</summary>
    public long RightSize(int rows, int columns) => Panels.Count(columns) * (long)RightStride(rows);

    /// <summary>
    /// Transposes <paramref name="count"/> rows of a left matrix into the right form: target[k, n] = source(n, k) for every unit k.
    /// </summary>
    /// <param name="depth">Units of each row.</param>
    public void Transpose(in LeftOperand source, int count, int depth, float* target) => Transposition.ToPanels(source, count, depth, target);

    private protected abstract void MultiplyPanel(int rows, int width, int depth, in LeftOperand left, float* right, float* result, bool accumulate);
}
