using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// A panel's product in 256-bit registers, 16 columns at a time. Sixteen columns of a panel lie 256 bytes apart, so that they fall on a
/// quarter of the first cache's sets and push each other out; where enough rows use them, a block of them is packed side by side first.
/// </summary>
internal static unsafe class NarrowPanel
{
    // Rows of the right side in a block: 16 KB packed, half of a usual first cache, so that the left side's rows fit beside them.
    private const int Depth = 256;

    // Fewer rows of the left side do not pay for the copy.
    private const int LeastRows = 24;

    private const int CacheLine = 64;

    /// <inheritdoc cref="MatrixProducts.Multiply"/>
    [SkipLocalsInit]
    public static void Multiply(int rows, int width, int depth, in LeftOperand left, float* right, float* result, bool accumulate)
    {
        var space = stackalloc float[Depth * Row256x2.Width + CacheLine / sizeof(float)];
        var packed = (float*)(((nint)space + CacheLine - 1) / CacheLine * CacheLine);
        for (var first = 0; first < depth; first += Depth)
        {
            var length = Math.Min(Depth, depth - first);
            var part = left.FromColumn(first);
            for (var column = 0; column < width; column += Row256x2.Width)
            {
                var source = right + first * Panels.Width + column;
                if (rows < LeastRows)
                {
                    FloatProducts.Multiply<Row256x2, PanelRows>(rows, length, part, source, result + column, accumulate || first > 0);
                    continue;
                }

                Pack(source, packed, length);
                FloatProducts.Multiply<Row256x2, PackedRows>(rows, length, part, packed, result + column, accumulate || first > 0);
            }
        }
    }

    private static void Pack(float* source, float* packed, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            Vector256.Load(source).Store(packed);
            Vector256.Load(source + Vector256<float>.Count).Store(packed + Vector256<float>.Count);
            source += Panels.Width;
            packed += Row256x2.Width;
        }
    }
}
