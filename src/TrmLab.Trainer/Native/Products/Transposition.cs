using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TrmLab.Trainer.Native.Products;

/// <summary>Transposes matrices of four-byte units into panels.</summary>
internal static unsafe class Transposition
{
    private const int Square = 16;
    private const int HalfSquare = 8;

    /// <summary>
    /// target[k, n] = source(n, k): the rows of <paramref name="source"/> become the columns of a panel matrix with <paramref name="depth"/>
    /// rows. Padding columns become zero.
    /// </summary>
    public static void ToPanels(in LeftOperand source, int count, int depth, float* target)
    {
        var block = source.Start;
        for (var first = 0; first < depth; first += source.BlockLength)
        {
            var length = Math.Min(source.BlockLength, depth - first);
            for (var row = 0; row < count; row += Square)
            {
                var panel = target + row / Panels.Width * Panels.Stride(depth) + row % Panels.Width + (nint)first * Panels.Width;
                Strip(block + row * source.RowStride, source.RowStride, source.ColumnStride, Math.Min(Square, count - row), length, panel);
            }

            block += source.BlockStride;
            if (source.BlockLength == int.MaxValue)
                break;
        }
    }

    // Up to sixteen rows of the source, all columns.
    private static void Strip(float* source, nint rowStride, nint columnStride, int rows, int columns, float* target)
    {
        var column = 0;
        if (rows == Square && columnStride == 1 && Avx512F.IsSupported)
        {
            for (; column + Square <= columns; column += Square)
                TransposeSquare(source + column, rowStride, target + column * Panels.Width);
        }
        else if (rows == Square && columnStride == 1 && Avx.IsSupported)
        {
            for (; column + HalfSquare <= columns; column += HalfSquare)
            {
                TransposeHalfSquare(source + column, rowStride, target + column * Panels.Width);
                TransposeHalfSquare(source + column + HalfSquare * rowStride, rowStride, target + column * Panels.Width + HalfSquare);
            }
        }

        for (; column < columns; column++)
        {
            for (var row = 0; row < Square; row++)
                target[column * Panels.Width + row] = row < rows ? source[row * rowStride + column * columnStride] : 0;
        }
    }

    // Four rounds of interleaving: neighbours, pairs, quarters, halves.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeSquare(float* source, nint stride, float* target)
    {
        var a = stackalloc Vector512<float>[Square];
        var b = stackalloc Vector512<float>[Square];
        for (var i = 0; i < Square; i += 2)
        {
            var even = Vector512.Load(source + i * stride);
            var odd = Vector512.Load(source + (i + 1) * stride);
            a[i] = Avx512F.UnpackLow(even, odd);
            a[i + 1] = Avx512F.UnpackHigh(even, odd);
        }

        for (var i = 0; i < Square; i += 4)
        {
            b[i] = Avx512F.UnpackLow(a[i].AsDouble(), a[i + 2].AsDouble()).AsSingle();
            b[i + 1] = Avx512F.UnpackHigh(a[i].AsDouble(), a[i + 2].AsDouble()).AsSingle();
            b[i + 2] = Avx512F.UnpackLow(a[i + 1].AsDouble(), a[i + 3].AsDouble()).AsSingle();
            b[i + 3] = Avx512F.UnpackHigh(a[i + 1].AsDouble(), a[i + 3].AsDouble()).AsSingle();
        }

        const byte Even = 0x88;
        const byte Odd = 0xdd;
        for (var i = 0; i < 4; i++)
        {
            var evenTop = Avx512F.Shuffle4x128(b[i], b[i + 4], Even);
            var evenBottom = Avx512F.Shuffle4x128(b[i + 8], b[i + 12], Even);
            var oddTop = Avx512F.Shuffle4x128(b[i], b[i + 4], Odd);
            var oddBottom = Avx512F.Shuffle4x128(b[i + 8], b[i + 12], Odd);
            Avx512F.Shuffle4x128(evenTop, evenBottom, Even).Store(target + i * Panels.Width);
            Avx512F.Shuffle4x128(oddTop, oddBottom, Even).Store(target + (i + 4) * Panels.Width);
            Avx512F.Shuffle4x128(evenTop, evenBottom, Odd).Store(target + (i + 8) * Panels.Width);
            Avx512F.Shuffle4x128(oddTop, oddBottom, Odd).Store(target + (i + 12) * Panels.Width);
        }
    }

    // The same in three rounds, for 256-bit registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposeHalfSquare(float* source, nint stride, float* target)
    {
        const byte Low = 0x44;
        const byte High = 0xee;
        const byte Lower = 0x20;
        const byte Upper = 0x31;
        var a = stackalloc Vector256<float>[HalfSquare];
        var b = stackalloc Vector256<float>[HalfSquare];
        for (var i = 0; i < HalfSquare; i += 2)
        {
            var even = Vector256.Load(source + i * stride);
            var odd = Vector256.Load(source + (i + 1) * stride);
            a[i] = Avx.UnpackLow(even, odd);
            a[i + 1] = Avx.UnpackHigh(even, odd);
        }

        for (var i = 0; i < HalfSquare; i += 4)
        {
            b[i] = Avx.Shuffle(a[i], a[i + 2], Low);
            b[i + 1] = Avx.Shuffle(a[i], a[i + 2], High);
            b[i + 2] = Avx.Shuffle(a[i + 1], a[i + 3], Low);
            b[i + 3] = Avx.Shuffle(a[i + 1], a[i + 3], High);
        }

        for (var i = 0; i < HalfSquare / 2; i++)
        {
            Avx.Permute2x128(b[i], b[i + 4], Lower).Store(target + i * Panels.Width);
            Avx.Permute2x128(b[i], b[i + 4], Upper).Store(target + (i + 4) * Panels.Width);
        }
    }
}
