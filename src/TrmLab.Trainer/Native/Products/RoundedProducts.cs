using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;

namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// Products of operands rounded to bfloat16 for processors without an instruction for them: as accurate, and as fast as float32 products
/// less the rounding. A product of two bfloat16 is exact in float32.
/// </summary>
internal sealed unsafe class RoundedProducts(bool use512) : FloatProducts(use512)
{
    /// <summary>For this processor.</summary>
    public RoundedProducts()
        : this(LaneWidth.Is512)
    {
    }

    /// <inheritdoc/>
    public override bool Converts => true;

    /// <inheritdoc/>
    public override float* LeftForm(float* matrix, int rows, int columns, float* space)
    {
        BrainFloat.Round(matrix, space, (nint)Panels.Size(rows, columns));
        return space;
    }

    /// <inheritdoc/>
    public override float* RightForm(float* matrix, int rows, int columns, float* space) => LeftForm(matrix, rows, columns, space);
}
