using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>32 results in 2 512-bit registers.</summary>
internal unsafe struct Row512x2 : ITileRow<Row512x2>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private Vector512<float> _a, _b;

    public static int Width => 32;

    [MethodImpl(Inline)]
    public static Row512x2 Load(float* source)
    {
        Row512x2 row;
        row._a = Vector512.Load(source);
        row._b = Vector512.Load(source + 16);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly void Store(float* target)
    {
        _a.Store(target);
        _b.Store(target + 16);
    }

    [MethodImpl(Inline)]
    public readonly Row512x2 MultiplyAdd(float factor, Row512x2 other)
    {
        var all = Vector512.Create(factor);
        Row512x2 row;
        row._a = Vector512.FusedMultiplyAdd(all, other._a, _a);
        row._b = Vector512.FusedMultiplyAdd(all, other._b, _b);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly Row512x2 Add(Row512x2 other)
    {
        Row512x2 row;
        row._a = _a + other._a;
        row._b = _b + other._b;
        return row;
    }
}
