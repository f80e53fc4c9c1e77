using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Native.Products;

/// <summary>What a bfloat16 tile is called with; the assembled code reads the fields by their offsets. Strides are bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct DotTileArguments
{
    public float* Left;
    public nint RowStride;
    public nint ColumnStride;
    public nint BlockStride;
    public nint BlockLength;
    public nint Depth;
    public float* Right;
    public float* Result;
    public nint Accumulate;
}
