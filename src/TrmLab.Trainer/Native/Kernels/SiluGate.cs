using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>The gate of SwiGLU: hidden = silu(gate) * up, element by element.</summary>
internal static unsafe class SiluGate
{
    /// <param name="gate">As many values as <paramref name="count"/>, a multiple of 16; likewise the others.</param>
    /// <param name="hidden">May be <paramref name="gate"/> or <paramref name="up"/>.</param>
    public static void Forward(float* gate, float* up, float* hidden, nint count)
    {
        if (LaneWidth.Is512)
            Forward<Lanes512>(gate, up, hidden, count);
        else
            Forward<Lanes256>(gate, up, hidden, count);
    }

    /// <summary>Turns the gradient of hidden into those of gate and up, in place, and computes hidden again instead of having kept it.</summary>
    /// <param name="gate">In: gate. Out: its gradient.</param>
    /// <param name="up">In: up. Out: its gradient.</param>
    /// <param name="hidden">In: gradient of hidden. Out: hidden.</param>
    public static void Backward(float* gate, float* up, float* hidden, nint count)
    {
        if (LaneWidth.Is512)
            Backward<Lanes512>(gate, up, hidden, count);
        else
            Backward<Lanes256>(gate, up, hidden, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Forward<T>(float* gate, float* up, float* hidden, nint count)
        where T : struct, ILanes<T>
    {
        for (nint i = 0; i < count; i += LaneWidth.Lanes)
        {
            var g = T.Load(gate + i);
            (g * T.Load(up + i) / (T.All(1) + LaneMath.Exp(-g))).Store(hidden + i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<T>(float* gate, float* up, float* hidden, nint count)
        where T : struct, ILanes<T>
    {
        for (nint i = 0; i < count; i += LaneWidth.Lanes)
        {
            var g = T.Load(gate + i);
            var u = T.Load(up + i);
            var d = T.Load(hidden + i);
            var sigmoid = LaneMath.Sigmoid(g);
            var silu = g * sigmoid;
            (silu * u).Store(hidden + i);
            (d * silu).Store(up + i);

            // silu' = s + silu (1 - s)
            (d * u * T.MultiplyAdd(silu, T.All(1) - sigmoid, sigmoid)).Store(gate + i);
        }
    }
}
