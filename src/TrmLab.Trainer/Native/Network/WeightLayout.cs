using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Where a weight's values lie in a panel matrix. Attention pads its heads, so rows or columns may move.</summary>
internal sealed unsafe class WeightLayout
{
    private readonly int[]? _rowSource;
    private readonly int[]? _columnSource;

    /// <param name="rowSource">Row of the weight per padded row, or -1 where there is none; null: the same rows.</param>
    /// <param name="columnSource">Likewise for columns.</param>
    public WeightLayout(int weightRows, int weightColumns, int[]? rowSource = null, int[]? columnSource = null)
    {
        (WeightRows, WeightColumns, _rowSource, _columnSource) = (weightRows, weightColumns, rowSource, columnSource);
        Rows = ((rowSource?.Length ?? weightRows) + 1) / 2 * 2;
        Columns = columnSource?.Length ?? weightColumns;
    }

    /// <summary>Rows of the tensor.</summary>
    public int WeightRows { get; }

    /// <summary>Columns of the tensor.</summary>
    public int WeightColumns { get; }

    /// <summary>Values in the tensor.</summary>
    public long WeightSize => (long)WeightRows * WeightColumns;

    /// <summary>Rows of the panel matrix, even.</summary>
    public int Rows { get; }

    /// <summary>Columns of the panel matrix.</summary>
    public int Columns { get; }

    /// <summary>Values in the panel matrix.</summary>
    public long Size => Panels.Size(Rows, Columns);

    /// <summary>Row-major tensor -> panels. What has no source stays as it is: zero.</summary>
    public void ToPanels(float* weight, float* panels)
    {
        for (var row = 0; row < Rows; row++)
        {
            if (SourceRow(row) is not (>= 0 and var source))
                continue;
            var line = weight + (nint)source * WeightColumns;
            if (_columnSource is null)
            {
                for (var column = 0; column < Columns; column += Panels.Width)
                    Span(line, column).CopyTo(new Span<float>(panels + Panels.Offset(Rows, row, column), Panels.Width));
                continue;
            }

            for (var column = 0; column < Columns; column++)
            {
                if (_columnSource[column] >= 0)
                    panels[Panels.Offset(Rows, row, column)] = line[_columnSource[column]];
            }
        }
    }

    /// <summary>Some rows of the panels -> row-major tensor.</summary>
    public void ToWeight(float* panels, float* weight, int firstRow, int endRow)
    {
        for (var row = firstRow; row < endRow; row++)
        {
            if (SourceRow(row) is not (>= 0 and var source))
                continue;
            var line = weight + (nint)source * WeightColumns;
            if (_columnSource is null)
            {
                for (var column = 0; column < Columns; column += Panels.Width)
                {
                    var part = Span(line, column);
                    new Span<float>(panels + Panels.Offset(Rows, row, column), part.Length).CopyTo(part);
                }

                continue;
            }

            for (var column = 0; column < Columns; column++)
            {
                if (_columnSource[column] >= 0)
                    line[_columnSource[column]] = panels[Panels.Offset(Rows, row, column)];
            }
        }
    }

    private int SourceRow(int row) => _rowSource is null ? (row < WeightRows ? row : -1) : (row < _rowSource.Length ? _rowSource[row] : -1);

    private Span<float> Span(float* line, int column) => new(line + column, Math.Min(Panels.Width, WeightColumns - column));
}
