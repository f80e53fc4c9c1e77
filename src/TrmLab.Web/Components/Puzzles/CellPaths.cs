using System.Globalization;
using System.Text;

namespace TrmLab.Web.Components.Puzzles;

/// <summary>Draws all cells of one value as one SVG path, so that a grid of 900 cells is a handful of elements.</summary>
public static class CellPaths
{
    /// <summary>Unit squares, neighbours in a row joined.</summary>
    /// <param name="count">Cells in all.</param>
    /// <param name="columns">Cells per row.</param>
    /// <param name="drawn">Which of them are drawn.</param>
    public static string Of(int count, int columns, Func<int, bool> drawn)
    {
        var path = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            if (!drawn(i)) continue;
            var (row, column) = Math.DivRem(i, columns);
            var width = 1;
            while (column + width < columns && drawn(i + width)) width++;
            path.Append(CultureInfo.InvariantCulture, $"M{column} {row}h{width}v1h-{width}z");
            i += width - 1;
        }

        return path.ToString();
    }

    /// <summary>The lines between cells.</summary>
    public static string Lines(int rows, int columns) => string.Concat(
        Enumerable.Range(0, rows + 1).Select(row => $"M0 {row}h{columns}").Concat(Enumerable.Range(0, columns + 1).Select(column => $"M{column} 0v{rows}")));
}
