using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>
/// Post-norm over the features of each token: out = (x + f) * rsqrt(mean((x + f)^2) + eps), without weight (section 1 of the specification).
/// </summary>
internal static unsafe class RowNorm
{
    /// <param name="x">Panel matrix [rows, columns].</param>
    /// <param name="f">What the sub-layer adds to it, same layout.</param>
    /// <param name="output">Same layout; may be <paramref name="x"/> or <paramref name="f"/>.</param>
    /// <param name="scale">rsqrt of each row, [rows], for the backward pass; or null.</param>
    /// <param name="columns">True number of features: what the mean divides by.</param>
    public static void Forward(float* x, float* f, float* output, float* scale, int rows, int columns, float epsilon)
    {
        if (LaneWidth.Is512)
            Forward<Lanes512>(x, f, output, scale, rows, columns, epsilon);
        else
            Forward<Lanes256>(x, f, output, scale, rows, columns, epsilon);
    }

    /// <summary>Gradient of x + f: d = scale * (dOutput - output * mean(dOutput * output)).</summary>
    /// <param name="dOutput">Panel matrix [rows, columns].</param>
    /// <param name="output">What the forward pass returned.</param>
    /// <param name="d">Same layout; may be <paramref name="dOutput"/>.</param>
    public static void Backward(float* dOutput, float* output, float* scale, float* d, int rows, int columns)
    {
        if (LaneWidth.Is512)
            Backward<Lanes512>(dOutput, output, scale, d, rows, columns);
        else
            Backward<Lanes256>(dOutput, output, scale, d, rows, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(float* x, float* f, float* output, float* scale, int rows, int columns, float epsilon)
        where T : struct, ILanes<T>
    {
        var panels = Panels.Count(columns);
        var stride = Panels.Stride(rows);
        for (var row = 0; row < rows; row++)
        {
            var squares = T.All(0);
            for (var panel = 0; panel < panels; panel++)
            {
                var at = panel * stride + (nint)row * Panels.Width;
                var end = at + Panels.WidthOf(panel, columns);
                for (; at < end; at += LaneWidth.Lanes)
                {
                    var sum = T.Load(x + at) + T.Load(f + at);
                    sum.Store(output + at);
                    squares = T.MultiplyAdd(sum, sum, squares);
                }
            }

            var factor = 1 / MathF.Sqrt(squares.Sum() / columns + epsilon);
            if (scale != null)
                scale[row] = factor;
            var all = T.All(factor);
            for (var panel = 0; panel < panels; panel++)
            {
                var at = panel * stride + (nint)row * Panels.Width;
                var end = at + Panels.WidthOf(panel, columns);
                for (; at < end; at += LaneWidth.Lanes)
                    (T.Load(output + at) * all).Store(output + at);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T>(float* dOutput, float* output, float* scale, float* d, int rows, int columns)
        where T : struct, ILanes<T>
    {
        var panels = Panels.Count(columns);
        var stride = Panels.Stride(rows);
        for (var row = 0; row < rows; row++)
        {
            var product = T.All(0);
            for (var panel = 0; panel < panels; panel++)
            {
                var at = panel * stride + (nint)row * Panels.Width;
                var end = at + Panels.WidthOf(panel, columns);
                for (; at < end; at += LaneWidth.Lanes)
                    product = T.MultiplyAdd(T.Load(dOutput + at), T.Load(output + at), product);
            }

            var mean = T.All(-product.Sum() / columns);
            var factor = T.All(scale[row]);
            for (var panel = 0; panel < panels; panel++)
            {
                var at = panel * stride + (nint)row * Panels.Width;
                var end = at + Panels.WidthOf(panel, columns);
                for (; at < end; at += LaneWidth.Lanes)
                    (T.MultiplyAdd(T.Load(output + at), mean, T.Load(dOutput + at)) * factor).Store(d + at);
            }
        }
    }
}
