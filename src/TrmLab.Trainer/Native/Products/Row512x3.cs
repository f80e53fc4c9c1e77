using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>48 results in 3 512-bit registers.</summary>
internal unsafe struct Row512x3 : ITileRow<Row512x3>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private Vector512<float> _a, _b, _c;

    public static int Width => 48;

    [MethodImpl(Inline)]
    public static Row512x3 Load(float* source)
    {
        Row512x3 row;
        row._a = Vector512.Load(source);
        row._b = Vector512.Load(source + 16);
        row._c = Vector512.Load(source + 32);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly void Store(float* target)
    {
        _a.Store(target);
        _b.Store(target + 16);
        _c.Store(target + 32);
    }

    [MethodImpl(Inline)]
    public readonly Row512x3 MultiplyAdd(float factor, Row512x3 other)
    {
        var all = Vector512.Create(factor);
        Row512x3 row;
        row._a = Vector512.FusedMultiplyAdd(all, other._a, _a);
        row._b = Vector512.FusedMultiplyAdd(all, other._b, _b);
        row._c = Vector512.FusedMultiplyAdd(all, other._c, _c);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly Row512x3 Add(Row512x3 other)
    {
        Row512x3 row;
        row._a = _a + other._a;
        row._b = _b + other._b;
        row._c = _c + other._c;
        return row;
    }
}
