using BenchmarkDotNet.Attributes;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Benchmarks.Native;

/// <summary>Products of one thread at the sizes of the paper's Sudoku network and of the 4x4 demo.</summary>
public unsafe class ProductBenchmarks : IDisposable
{
    private readonly Arena _arena = new();
    private MatrixProducts _products = new FloatProducts();
    private float* _left;
    private float* _right;
    private float* _result;
    private int _rows, _columns, _depth;

    /// <summary>float32 in 512-bit or 256-bit registers, or bfloat16.</summary>
    [Params("512", "256", "bfloat16")]
    public string Format { get; set; } = "512";

    /// <summary>Rows x columns x depth.</summary>
    [Params("392x512x1536", "1024x64x97", "256x64x16")]
    public string Size { get; set; } = "392x512x1536";

    [GlobalSetup]
    public void Setup()
    {
        _products = Format == "bfloat16" ? new BrainProducts() : new FloatProducts(Format == "512");
        var sizes = Size.Split('x').Select(int.Parse).ToArray();
        (_rows, _columns, _depth) = (sizes[0], sizes[1], _products.Units(sizes[2]));
        _left = _arena.Floats(Panels.Size(_rows, sizes[2]));
        _right = _arena.Floats(Panels.Size(_depth, _columns));
        _result = _arena.Floats(Panels.Size(_rows, _columns));
    }

    [Benchmark]
    public void Multiply() =>
        _products.Multiply(_rows, _columns, _depth, _products.Left(_left, _rows), _right, Panels.Stride(_depth), _result, Panels.Stride(_rows));

    [GlobalCleanup]
    public void Dispose()
    {
        _arena.Dispose();
        GC.SuppressFinalize(this);
    }
}
