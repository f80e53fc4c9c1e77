using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class RotaryTests
{
    [Theory]
    [InlineData(8, 32, 0)]
    [InlineData(32, 32, 32)]
    [InlineData(64, 64, 64)]
    [InlineData(96, 128, 128)]
    public void Rotates_by_the_position_and_back(int width, int padded, int column)
    {
        const int Positions = 11;
        var random = new Random(width);
        using var arena = new Arena();
        var rotary = new Rotary(arena, Positions, width, padded, 10_000);
        var matrix = new PanelMatrix(arena, Positions + 3, column + padded, random);
        for (var row = 0; row < matrix.Rows; row++)
        {
            for (var at = 0; at < padded; at++)
                matrix[row, column + at] = at % (padded / 2) < width / 2 ? matrix[row, column + at] : 0;
        }

        var before = matrix.ToArray();
        rotary.Apply(matrix.Panels, matrix.EvenRows, 2, column, Positions, 1);

        matrix.AssertEqual(
            (row, at) =>
            {
                var (position, offset) = (row - 2, (at - column) % (padded / 2));
                if (at < column || position < 0 || position >= Positions)
                    return before[row, at];
                if (offset >= width / 2)
                    return 0;
                var angle = position / Math.Pow(10_000, 2.0 * offset / width);
                var (first, second) = (before[row, column + offset], before[row, column + offset + padded / 2]);
                return at < column + padded / 2
                    ? first * Math.Cos(angle) - second * Math.Sin(angle)
                    : second * Math.Cos(angle) + first * Math.Sin(angle);
            },
            2e-6);

        rotary.Apply(matrix.Panels, matrix.EvenRows, 2, column, Positions, -1);
        matrix.AssertEqual((row, at) => before[row, at], 1e-6);
    }
}
