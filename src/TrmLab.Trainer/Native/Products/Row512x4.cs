using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>64 results in 4 512-bit registers.</summary>
internal unsafe struct Row512x4 : ITileRow<Row512x4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private Vector512<float> _a, _b, _c, _d;

    public static int Width => 64;

    [MethodImpl(Inline)]
    public static Row512x4 Load(float* source)
    {
        Row512x4 row;
        row._a = Vector512.Load(source);
        row._b = Vector512.Load(source + 16);
        row._c = Vector512.Load(source + 32);
        row._d = Vector512.Load(source + 48);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly void Store(float* target)
    {
        _a.Store(target);
        _b.Store(target + 16);
        _c.Store(target + 32);
        _d.Store(target + 48);
    }

    [MethodImpl(Inline)]
    public readonly Row512x4 MultiplyAdd(float factor, Row512x4 other)
    {
        var all = Vector512.Create(factor);
        Row512x4 row;
        row._a = Vector512.FusedMultiplyAdd(all, other._a, _a);
        row._b = Vector512.FusedMultiplyAdd(all, other._b, _b);
        row._c = Vector512.FusedMultiplyAdd(all, other._c, _c);
        row._d = Vector512.FusedMultiplyAdd(all, other._d, _d);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly Row512x4 Add(Row512x4 other)
    {
        Row512x4 row;
        row._a = _a + other._a;
        row._b = _b + other._b;
        row._c = _c + other._c;
        row._d = _d + other._d;
        return row;
    }
}
