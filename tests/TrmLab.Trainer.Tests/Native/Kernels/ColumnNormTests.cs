using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class ColumnNormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [InlineData(16, 64)]
    [InlineData(97, 48)]
    [InlineData(1, 16)]
    public void Forward_and_backward_equal_float64(int tokens, int width)
    {
        var random = new Random(tokens);
        using var arena = new Arena();
        var x = new PanelMatrix(arena, tokens, width, random);
        var f = new PanelMatrix(arena, tokens, width, random);
        var output = new PanelMatrix(arena, tokens, width);
        var scale = arena.Floats(64);
        ColumnNorm.Forward(x.Panels, f.Panels, output.Panels, scale, tokens, width, Epsilon);

        double Sum(int row, int column) => (double)x[row, column] + f[row, column];
        double Scale(int column) => 1 / Math.Sqrt(Enumerable.Range(0, tokens).Average(row => Sum(row, column) * Sum(row, column)) + Epsilon);
        output.AssertEqual((row, column) => Sum(row, column) * Scale(column), 1e-6);

        var d = new PanelMatrix(arena, tokens, width, random);
        var before = d.ToArray();
        ColumnNorm.Backward(d.Panels, output.Panels, scale, d.Panels, tokens, width);
        double Mean(int column) => Enumerable.Range(0, tokens).Average(row => before[row, column] * Sum(row, column) * Scale(column));
        d.AssertEqual((row, column) => Scale(column) * (before[row, column] - Sum(row, column) * Scale(column) * Mean(column)), tokens == 1 ? 1e-4 : 3e-6);
    }

    [Fact]
    public void Register_width_does_not_change_a_bit()
    {
        Assert.SkipUnless(LaneWidth.Is512, "Needs AVX-512.");
        using var arena = new Arena();
        var x = new PanelMatrix(arena, 31, 64, new Random(1));
        var (wide, narrow) = (new PanelMatrix(arena, 31, 64), new PanelMatrix(arena, 31, 64));
        var scale = arena.Floats(64);
        ColumnNorm.Forward<Lanes512>(x.Panels, x.Panels, wide.Panels, scale, 31, 64, Epsilon);
        ColumnNorm.Forward<Lanes256>(x.Panels, x.Panels, narrow.Panels, scale, 31, 64, Epsilon);
        Assert.Equal(wide.ToArray(), narrow.ToArray());
    }
}
