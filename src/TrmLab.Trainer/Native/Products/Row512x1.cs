using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrmLab.Trainer.Native.Products;

/// <summary>16 results in 1 512-bit register.</summary>
internal unsafe struct Row512x1 : ITileRow<Row512x1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private Vector512<float> _a;

    public static int Width => 16;

    [MethodImpl(Inline)]
    public static Row512x1 Load(float* source)
    {
        Row512x1 row;
        row._a = Vector512.Load(source);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly void Store(float* target)
    {
        _a.Store(target);
    }

    [MethodImpl(Inline)]
    public readonly Row512x1 MultiplyAdd(float factor, Row512x1 other)
    {
        var all = Vector512.Create(factor);
        Row512x1 row;
        row._a = Vector512.FusedMultiplyAdd(all, other._a, _a);
        return row;
    }

    [MethodImpl(Inline)]
    public readonly Row512x1 Add(Row512x1 other)
    {
        Row512x1 row;
        row._a = _a + other._a;
        return row;
    }
}
