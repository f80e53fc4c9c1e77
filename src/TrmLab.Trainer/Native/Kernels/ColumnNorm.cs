using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>
/// Post-norm over the tokens of one sequence for each feature: what the token MLP needs, where the norm runs along the L axis. Works on one
/// panel, because features do not mix.
/// </summary>
internal static unsafe class ColumnNorm
{
    /// <param name="x">One panel of one sequence, [tokens, 64].</param>
    /// <param name="f">What the sub-layer adds, same layout.</param>
    /// <param name="output">Same layout; may be <paramref name="x"/> or <paramref name="f"/>.</param>
    /// <param name="scale">rsqrt of each column, [64], for the backward pass.</param>
    /// <param name="width">Padded columns of the panel.</param>
    public static void Forward(float* x, float* f, float* output, float* scale, int tokens, int width, float epsilon)
    {
        if (LaneWidth.Is512)
            Forward<Lanes512>(x, f, output, scale, tokens, width, epsilon);
        else
            Forward<Lanes256>(x, f, output, scale, tokens, width, epsilon);
    }

    /// <summary>Gradient of x + f: d = scale * (dOutput - output * mean(dOutput * output)).</summary>
    /// <param name="d">Same layout; may be <paramref name="dOutput"/>.</param>
    public static void Backward(float* dOutput, float* output, float* scale, float* d, int tokens, int width)
    {
        if (LaneWidth.Is512)
            Backward<Lanes512>(dOutput, output, scale, d, tokens, width);
        else
            Backward<Lanes256>(dOutput, output, scale, d, tokens, width);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(float* x, float* f, float* output, float* scale, int tokens, int width, float epsilon)
        where T : struct, ILanes<T>
    {
        for (var column = 0; column < width; column += LaneWidth.Lanes)
        {
            var squares = T.All(0);
            for (nint at = column, end = column + (nint)tokens * Panels.Width; at < end; at += Panels.Width)
            {
                var sum = T.Load(x + at) + T.Load(f + at);
                sum.Store(output + at);
                squares = T.MultiplyAdd(sum, sum, squares);
            }

            var factor = T.All(1) / T.Sqrt(T.MultiplyAdd(squares, T.All(1f / tokens), T.All(epsilon)));
            factor.Store(scale + column);
            for (nint at = column, end = column + (nint)tokens * Panels.Width; at < end; at += Panels.Width)
                (T.Load(output + at) * factor).Store(output + at);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T>(float* dOutput, float* output, float* scale, float* d, int tokens, int width)
        where T : struct, ILanes<T>
    {
        for (var column = 0; column < width; column += LaneWidth.Lanes)
        {
            var product = T.All(0);
            for (nint at = column, end = column + (nint)tokens * Panels.Width; at < end; at += Panels.Width)
                product = T.MultiplyAdd(T.Load(dOutput + at), T.Load(output + at), product);

            var mean = product * T.All(-1f / tokens);
            var factor = T.Load(scale + column);
            for (nint at = column, end = column + (nint)tokens * Panels.Width; at < end; at += Panels.Width)
                (T.MultiplyAdd(T.Load(output + at), mean, T.Load(dOutput + at)) * factor).Store(d + at);
        }
    }
}
