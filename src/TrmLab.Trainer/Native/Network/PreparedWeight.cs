using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>One weight in the forms that products read; made anew from the tensor in each step, shared by all threads.</summary>
internal sealed unsafe class PreparedWeight
{
    private readonly MatrixProducts _products;
    private readonly float* _panels;
    private readonly float* _leftSpace;
    private readonly float* _rightSpace;

    /// <param name="transposed">True for a layer over the features, y = x W^T, which needs <see cref="Transposed"/>.</param>
    public PreparedWeight(Arena arena, MatrixProducts products, WeightLayout layout, bool transposed)
    {
        (_products, Layout) = (products, layout);
        _panels = arena.Floats(layout.Size);
        if (products.Converts)
        {
            _leftSpace = arena.Floats(layout.Size / products.UnitSize);
            _rightSpace = arena.Floats(layout.Size / products.UnitSize);
        }

        if (transposed)
            Transposed = arena.Floats(Panels.Size(TransposedDepth, layout.Rows));
    }

    public WeightLayout Layout { get; }

    /// <summary>W as the left side.</summary>
    public float* LeftForm { get; private set; }

    /// <summary>W as the right side, and, read with swapped strides, W^T as the left side.</summary>
    public float* RightForm { get; private set; }

    /// <summary>W^T as the right side: panels of the weight's rows.</summary>
    public float* Transposed { get; }

    /// <summary>Summed units of <see cref="Transposed"/>.</summary>
    public int TransposedDepth => _products.Units(Layout.Columns);

    /// <summary>From a panel of <see cref="Transposed"/> to the next.</summary>
    public nint TransposedStride => Panels.Stride(TransposedDepth);

    /// <summary>Summed units of <see cref="RightForm"/>.</summary>
    public int RightDepth => _products.Units(Layout.Rows);

    /// <summary>From a panel of <see cref="RightForm"/> to the next.</summary>
    public nint RightStride => _products.RightStride(Layout.Rows);

    /// <summary>Reads the tensor.</summary>
    public void Prepare(float* weight)
    {
        Layout.ToPanels(weight, _panels);
        LeftForm = _products.LeftForm(_panels, Layout.Rows, Layout.Columns, _leftSpace);
        RightForm = _products.RightForm(_panels, Layout.Rows, Layout.Columns, _rightSpace);
        if (Transposed != null)
            _products.Transpose(_products.Left(LeftForm, Layout.Rows), Layout.Rows, TransposedDepth, Transposed);
    }
}
