using System.Runtime.Intrinsics.X86;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class BrainPairsTests
{
    [Fact]
    public void Rounds_as_libtorch_does()
    {
        foreach (var value in new[] { 0f, -0f, 1f, 1.00390625f, 1.01171875f, -3.14159f, 1e-40f, 3.4e38f, float.PositiveInfinity, float.NaN })
        {
            using var exact = tensor(value);
            using var half = exact.to(ScalarType.BFloat16);
            using var back = half.to(ScalarType.Float32);
            Assert.Equal(back.item<float>(), BrainFloat.Round(value));
        }
    }

    [Fact]
    public void Many_values_are_rounded_as_one_is()
    {
        using var arena = new Arena();
        float* values = arena.Floats(64), rounded = arena.Floats(64);
        var random = new Random(2);
        for (var i = 0; i < 64; i++)
            values[i] = i switch { 0 => float.PositiveInfinity, 1 => float.NegativeInfinity, 2 => float.NaN, 3 => 1.00390625f, 4 => 1.01171875f, _ => (float)(200 * random.NextDouble() - 100) };
        BrainFloat.Round(values, rounded, 64);
        for (var i = 0; i < 64; i++)
            Assert.Equal(BrainFloat.Round(values[i]), rounded[i]);
    }

    [Fact]
    public void Pairs_are_neighbours_along_the_summed_dimension()
    {
        Assert.SkipUnless(Avx512BW.IsSupported, "Needs AVX-512.");
        using var arena = new Arena();
        var matrix = new PanelMatrix(arena, 4, 64, new Random(1));
        float* columns = arena.Floats(4 * 32), rows = arena.Floats(2 * 64);
        BrainPairs.OfColumns(matrix.Panels, columns, 4 * 64);
        BrainPairs.OfRows(matrix.Panels, rows, 2);
        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 64; column++)
            {
                var expected = BrainFloat.Round(matrix[row, column]);
                Assert.Equal(expected, Value(((ushort*)columns)[row * 64 + column]));
                Assert.Equal(expected, Value(((ushort*)rows)[(row / 2 * 64 + column) * 2 + row % 2]));
            }
        }
    }

    private static float Value(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);
}
