using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class SoftmaxTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(64)]
    [InlineData(97)]
    [InlineData(1)]
    public void Forward_and_backward_equal_float64_and_padding_is_zero(int keys)
    {
        const double Factor = 3.5;
        const int Rows = 4;
        var random = new Random(keys);
        using var arena = new Arena();
        var padded = (keys + 15) / 16 * 16;
        var p = new PanelMatrix(arena, Rows, padded, random);
        var scores = p.ToArray();
        Softmax.Forward(p.Panels, Rows, keys, Rows, (float)Factor);

        double Weight(int row, int column) => column < keys ? Math.Exp(Factor * scores[row, column]) : 0;
        double P(int row, int column) => Weight(row, column) / Enumerable.Range(0, keys).Sum(key => Weight(row, key));
        p.AssertEqual(P, 1e-6);

        var d = new PanelMatrix(arena, Rows, padded, random);
        var before = d.ToArray();
        Softmax.Backward(p.Panels, d.Panels, Rows, keys, Rows, (float)Factor);
        double Mean(int row) => Enumerable.Range(0, keys).Sum(key => P(row, key) * before[row, key]);
        d.AssertEqual((row, column) => column < keys ? Factor * P(row, column) * (before[row, column] - Mean(row)) : 0, 2e-6);
    }
}
