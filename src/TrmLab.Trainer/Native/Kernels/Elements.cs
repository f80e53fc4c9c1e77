using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>Sums of whole buffers; counts are multiples of 16.</summary>
internal static unsafe class Elements
{
    /// <summary>sum = a + b; may be in place.</summary>
    public static void Add(float* a, float* b, float* sum, nint count)
    {
        if (LaneWidth.Is512)
            Add<Lanes512>(a, b, sum, count);
        else
            Add<Lanes256>(a, b, sum, count);
    }

    /// <summary>target += factor * source.</summary>
    public static void AddScaled(float* source, float factor, float* target, nint count)
    {
        if (LaneWidth.Is512)
            AddScaled<Lanes512>(source, factor, target, count);
        else
            AddScaled<Lanes256>(source, factor, target, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add<T>(float* a, float* b, float* sum, nint count)
        where T : struct, ILanes<T>
    {
        for (nint i = 0; i < count; i += LaneWidth.Lanes)
            (T.Load(a + i) + T.Load(b + i)).Store(sum + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled<T>(float* source, float factor, float* target, nint count)
        where T : struct, ILanes<T>
    {
        var all = T.All(factor);
        for (nint i = 0; i < count; i += LaneWidth.Lanes)
            T.MultiplyAdd(T.Load(source + i), all, T.Load(target + i)).Store(target + i);
    }
}
