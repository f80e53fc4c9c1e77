using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class RowNormTests
{
    private const float Epsilon = 1e-5f;

    [Theory]
    [InlineData(5, 128)]
    [InlineData(3, 75)]
    [InlineData(2, 16)]
    [InlineData(7, 200)]
    public void Forward_and_backward_equal_float64(int rows, int columns)
    {
        var random = new Random(rows);
        using var arena = new Arena();
        var x = new PanelMatrix(arena, rows, columns, random);
        var f = new PanelMatrix(arena, rows, columns, random);
        var output = new PanelMatrix(arena, rows, columns);
        var scale = arena.Floats(x.EvenRows);
        RowNorm.Forward(x.Panels, f.Panels, output.Panels, scale, x.EvenRows, columns, Epsilon);

        double Sum(int row, int column) => (double)x[row, column] + f[row, column];
        double Scale(int row) => 1 / Math.Sqrt(Enumerable.Range(0, columns).Average(column => Sum(row, column) * Sum(row, column)) + Epsilon);
        output.AssertEqual((row, column) => Sum(row, column) * Scale(row), 1e-6);

        var d = new PanelMatrix(arena, rows, columns, random);
        var before = d.ToArray();
        RowNorm.Backward(d.Panels, output.Panels, scale, d.Panels, x.EvenRows, columns);
        double Mean(int row) => Enumerable.Range(0, columns).Average(column => before[row, column] * Sum(row, column) * Scale(row));
        d.AssertEqual((row, column) => Scale(row) * (before[row, column] - Sum(row, column) * Scale(row) * Mean(row)), 2e-6);
    }

    [Fact]
    public void Register_width_does_not_change_a_bit()
    {
        Assert.SkipUnless(LaneWidth.Is512, "Needs AVX-512.");
        using var arena = new Arena();
        var x = new PanelMatrix(arena, 4, 150, new Random(1));
        var (wide, narrow) = (new PanelMatrix(arena, 4, 150), new PanelMatrix(arena, 4, 150));
        RowNorm.Forward<Lanes512>(x.Panels, x.Panels, wide.Panels, null, 4, 150, Epsilon);
        RowNorm.Forward<Lanes256>(x.Panels, x.Panels, narrow.Panels, null, 4, 150, Epsilon);
        Assert.Equal(wide.ToArray(), narrow.ToArray());
    }
}
