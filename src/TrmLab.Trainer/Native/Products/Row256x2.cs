using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>16 results in two 256-bit registers.</summary>
internal unsafe struct Row256x2 : ITileRow<Row256x2>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private Vector256<float> _a, _b;

    public static int Width => 16;

    [MethodImpl(Inline)]
    public static Row256x2 Load(float* source)
    {
        Row256x2 row;
        row._a = Vector256.Load(source);
        row._b = Vector256.Load(source + 8);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly void Store(float* target)
    {
        _a.Store(target);
        _b.Store(target + 8);
    }

    [MethodImpl(Inline)]
    public readonly Row256x2 MultiplyAdd(float factor, Row256x2 other)
    {
        var all = Vector256.Create(factor);
        Row256x2 row;
        row._a = Vector256.FusedMultiplyAdd(all, other._a, _a);
        row._b = Vector256.FusedMultiplyAdd(all, other._b, _b);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly Row256x2 Add(Row256x2 other)
    {
        Row256x2 row;
        row._a = _a + other._a;
        row._b = _b + other._b;
        return row;
    }
}
