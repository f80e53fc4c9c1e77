using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Moves one sequence between a tensor, [L, D] row-major, and its rows of a panel matrix.</summary>
internal static unsafe class StateLayout
{
    /// <summary>Tensor -> panels; padding becomes zero.</summary>
    public static void Load(float* tensor, float* panels, NetworkSize size, int rows, int firstRow)
    {
        for (var token = 0; token < size.TokenRows; token++)
            LoadRow(token < size.Tokens ? tensor + (nint)token * size.Width : null, 1, panels, size, rows, firstRow + token);
    }

    /// <summary>One row, times a factor; null clears it.</summary>
    public static void LoadRow(float* source, float factor, float* panels, NetworkSize size, int rows, int row)
    {
        var padded = LaneWidth.Pad(size.Width);
        for (var column = 0; column < padded; column++)
            panels[Panels.Offset(rows, row, column)] = source != null && column < size.Width ? factor * source[column] : 0;
    }

    /// <summary>Panels -> tensor.</summary>
    public static void Store(float* panels, float* tensor, NetworkSize size, int rows, int firstRow)
    {
        for (var token = 0; token < size.Tokens; token++)
        {
            for (var column = 0; column < size.Width; column += Panels.Width)
            {
                var count = Math.Min(Panels.Width, size.Width - column);
                new Span<float>(panels + Panels.Offset(rows, firstRow + token, column), count)
                    .CopyTo(new Span<float>(tensor + (nint)token * size.Width + column, count));
            }
        }
    }
}
