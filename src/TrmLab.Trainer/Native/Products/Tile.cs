using System.Runtime.CompilerServices;

namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// The inner loops of a product: a few rows of results stay in registers while the depth runs. Six rows of four registers keep both
/// multiply-add units of a core busy; two rows are just enough for that too and serve the rest, as does one.
/// </summary>
/// <remarks>Every result is one sum over the depth in ascending order, whatever the tile: results do not depend on how rows are grouped. <see cref="NarrowPanel"/> adds such sums of 256.</remarks>
internal static unsafe class Tile
{
    /// <summary>Rows of the main tile.</summary>
    public const int Rows = 6;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Six<T, TRight>(in LeftOperand left, int depth, float* right, float* result, bool accumulate)
        where T : struct, ITileRow<T>
        where TRight : struct, IRightRows
    {
        T r0 = default, r1 = default, r2 = default, r3 = default, r4 = default, r5 = default;
        nint row = left.RowStride, twoRows = 2 * row, column = left.ColumnStride;
        var block = left.Start;
        while (depth > 0)
        {
            var length = Math.Min(depth, left.BlockLength);
            var upper = block;
            var lower = block + 3 * row;
            for (var k = 0; k < length; k++)
            {
                var line = T.Load(right);
                r0 = r0.MultiplyAdd(upper[0], line);
                r1 = r1.MultiplyAdd(upper[row], line);
                r2 = r2.MultiplyAdd(upper[twoRows], line);
                r3 = r3.MultiplyAdd(lower[0], line);
                r4 = r4.MultiplyAdd(lower[row], line);
                r5 = r5.MultiplyAdd(lower[twoRows], line);
                upper += column;
                lower += column;
                right += TRight.Stride;
            }

            block += left.BlockStride;
            depth -= length;
        }

        Finish(r0, result, accumulate);
        Finish(r1, result + Panels.Width, accumulate);
        Finish(r2, result + 2 * Panels.Width, accumulate);
        Finish(r3, result + 3 * Panels.Width, accumulate);
        Finish(r4, result + 4 * Panels.Width, accumulate);
        Finish(r5, result + 5 * Panels.Width, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Two<T, TRight>(in LeftOperand left, int depth, float* right, float* result, bool accumulate)
        where T : struct, ITileRow<T>
        where TRight : struct, IRightRows
    {
        T r0 = default, r1 = default;
        nint row = left.RowStride, column = left.ColumnStride;
        var block = left.Start;
        while (depth > 0)
        {
            var length = Math.Min(depth, left.BlockLength);
            var element = block;
            for (var k = 0; k < length; k++)
            {
                var line = T.Load(right);
                r0 = r0.MultiplyAdd(element[0], line);
                r1 = r1.MultiplyAdd(element[row], line);
                element += column;
                right += TRight.Stride;
            }

            block += left.BlockStride;
            depth -= length;
        }

        Finish(r0, result, accumulate);
        Finish(r1, result + Panels.Width, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One<T, TRight>(in LeftOperand left, int depth, float* right, float* result, bool accumulate)
        where T : struct, ITileRow<T>
        where TRight : struct, IRightRows
    {
        T r0 = default;
        var column = left.ColumnStride;
        var block = left.Start;
        while (depth > 0)
        {
            var length = Math.Min(depth, left.BlockLength);
            var element = block;
            for (var k = 0; k < length; k++)
            {
                r0 = r0.MultiplyAdd(*element, T.Load(right));
                element += column;
                right += TRight.Stride;
            }

            block += left.BlockStride;
            depth -= length;
        }

        Finish(r0, result, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<T>(T row, float* result, bool accumulate)
        where T : struct, ITileRow<T>
    {
        if (accumulate)
            row = row.Add(T.Load(result));
        row.Store(result);
    }
}
