using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Tests.Native;

/// <summary>A panel matrix beside the same numbers in float64.</summary>
internal sealed unsafe class PanelMatrix
{
    /// <summary>All zero.</summary>
    public PanelMatrix(Arena arena, int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        Panels = arena.Floats(TrmLab.Trainer.Native.Products.Panels.Size(EvenRows, columns));
    }

    /// <summary>Random numbers in -1..1.</summary>
    public PanelMatrix(Arena arena, int rows, int columns, Random random)
        : this(arena, rows, columns)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
                this[row, column] = (float)(2 * random.NextDouble() - 1);
        }
    }

    public int Rows { get; }

    public int Columns { get; }

    public int EvenRows => (Rows + 1) / 2 * 2;

    public float* Panels { get; }

    public nint Stride => TrmLab.Trainer.Native.Products.Panels.Stride(EvenRows);

    public float this[int row, int column]
    {
        get => Panels[TrmLab.Trainer.Native.Products.Panels.Offset(EvenRows, row, column)];
        set => Panels[TrmLab.Trainer.Native.Products.Panels.Offset(EvenRows, row, column)] = value;
    }

    /// <summary>Every value, as float64.</summary>
    public double[,] ToArray()
    {
        var values = new double[Rows, Columns];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
                values[row, column] = this[row, column];
        }

        return values;
    }

    /// <summary>Fails unless every value is within <paramref name="tolerance"/> of what is expected.</summary>
    public void AssertEqual(Func<int, int, double> expected, double tolerance)
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var (want, got) = (expected(row, column), (double)this[row, column]);
                Assert.True(Math.Abs(want - got) <= tolerance * Math.Max(1, Math.Abs(want)), $"[{row}, {column}]: {got} instead of {want}");
            }
        }
    }
}
