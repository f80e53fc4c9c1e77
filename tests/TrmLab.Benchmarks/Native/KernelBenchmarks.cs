using BenchmarkDotNet.Attributes;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Benchmarks.Native;

/// <summary>Element-wise kernels on one cached panel of 256 rows, in both register widths.</summary>
public unsafe class KernelBenchmarks : IDisposable
{
    private const int Rows = 256;
    private const int Count = Rows * 64;

    private readonly Arena _arena = new();
    private readonly float* _a, _b, _c, _scale;

    public KernelBenchmarks()
    {
        var random = new Random(1);
        _a = Draw(random);
        _b = Draw(random);
        _c = Draw(random);
        _scale = _arena.Floats(Rows);
    }

    [Benchmark] public void SiluGate512() => SiluGate.Forward<Lanes512>(_a, _b, _c, Count);

    [Benchmark] public void SiluGate256() => SiluGate.Forward<Lanes256>(_a, _b, _c, Count);

    [Benchmark] public void RowNorm512() => RowNorm.Forward<Lanes512>(_a, _b, _c, _scale, Rows, 64, 1e-5f);

    [Benchmark] public void ColumnNorm512() => ColumnNorm.Forward<Lanes512>(_a, _b, _c, _scale, Rows, 64, 1e-5f);

    [Benchmark] public void Softmax512() => Softmax.Forward<Lanes512>(_c, Rows, 64, Rows, 0.125f);

    [GlobalCleanup]
    public void Dispose()
    {
        _arena.Dispose();
        GC.SuppressFinalize(this);
    }

    private float* Draw(Random random)
    {
        var values = _arena.Floats(Count);
        for (var i = 0; i < Count; i++)
            values[i] = (float)(2 * random.NextDouble() - 1);
        return values;
    }
}
