using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>Softmax over the keys of each query, in place on a panel matrix of scores.</summary>
internal static unsafe class Softmax
{
    /// <summary>scores -> exp(factor * score) / sum. Padding columns become zero.</summary>
    /// <param name="rows">Queries.</param>
    /// <param name="keys">True columns.</param>
    /// <param name="stride">Rows of the panel matrix.</param>
    public static void Forward(float* scores, int rows, int keys, int stride, float factor)
    {
        if (LaneWidth.Is512)
            Forward<Lanes512>(scores, rows, keys, stride, factor);
        else
            Forward<Lanes256>(scores, rows, keys, stride, factor);
    }

    /// <summary>Gradient of the scores: dScores = factor * p * (dP - sum(p * dP)), in place of dP. Padding columns become zero.</summary>
    public static void Backward(float* probabilities, float* d, int rows, int keys, int stride, float factor)
    {
        if (LaneWidth.Is512)
            Backward<Lanes512>(probabilities, d, rows, keys, stride, factor);
        else
            Backward<Lanes256>(probabilities, d, rows, keys, stride, factor);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(float* scores, int rows, int keys, int stride, float factor)
        where T : struct, ILanes<T>
    {
        var panels = Panels.Count(keys);
        var panelStride = Panels.Stride(stride);
        var last = panels - 1;
        for (var row = 0; row < rows; row++)
        {
            var line = scores + (nint)row * Panels.Width;

            // The padding of the last panel must not be the greatest; it is set to zero below.
            for (var column = keys - last * Panels.Width; column < Panels.WidthOf(last, keys); column++)
                line[last * panelStride + column] = line[last * panelStride];

            var greatest = T.All(float.NegativeInfinity);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                    greatest = T.Max(greatest, T.Load(line + panel * panelStride + column));
            }

            var shift = T.All(-greatest.Greatest() * factor);
            var scale = T.All(factor);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                {
                    var at = line + panel * panelStride + column;
                    LaneMath.Exp(T.MultiplyAdd(T.Load(at), scale, shift)).Store(at);
                }
            }

            for (var column = keys - last * Panels.Width; column < Panels.WidthOf(last, keys); column++)
                line[last * panelStride + column] = 0;

            var sum = T.All(0);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                    sum += T.Load(line + panel * panelStride + column);
            }

            var share = T.All(1 / sum.Sum());
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                    (T.Load(line + panel * panelStride + column) * share).Store(line + panel * panelStride + column);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T>(float* probabilities, float* d, int rows, int keys, int stride, float factor)
        where T : struct, ILanes<T>
    {
        var panels = Panels.Count(keys);
        var panelStride = Panels.Stride(stride);
        for (var row = 0; row < rows; row++)
        {
            var at = (nint)row * Panels.Width;
            var product = T.All(0);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                    product = T.MultiplyAdd(T.Load(probabilities + at + panel * panelStride + column), T.Load(d + at + panel * panelStride + column), product);
            }

            var mean = T.All(product.Sum());
            var scale = T.All(factor);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var column = 0; column < Panels.WidthOf(panel, keys); column += LaneWidth.Lanes)
                {
                    var p = T.Load(probabilities + at + panel * panelStride + column);
                    ((T.Load(d + at + panel * panelStride + column) - mean) * p * scale).Store(d + at + panel * panelStride + column);
                }
            }
        }
    }
}
