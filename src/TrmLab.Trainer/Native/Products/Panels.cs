using TrmLab.Trainer.Native.Lanes;

namespace TrmLab.Trainer.Native.Products;

/// <summary>
/// The layout of every matrix of the step: panels of 64 columns, each panel's rows one after another,
/// <c>[ceil(columns / 64)][rows][64]</c>. A panel is what a product reads as its right side and writes as its result, so nothing is packed or
/// transposed between products. Columns are padded with zeros to a multiple of 16; what lies behind that is never read.
/// </summary>
internal static class Panels
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 64;

    /// <summary>Panels of a matrix.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>Padded columns of one panel: 64, but 16 to 64 for the last.</summary>
    public static int WidthOf(int panel, int columns) => Math.Min(Width, LaneWidth.Pad(columns) - panel * Width);

    /// <summary>Four-byte values that a matrix occupies.</summary>
    public static long Size(long rows, int columns) => Count(columns) * rows * Width;

    /// <summary>From a panel to the next.</summary>
    public static nint Stride(nint rows) => rows * Width;

    /// <summary>Where element (row, column) lies.</summary>
    public static nint Offset(nint rows, int row, int column) => column / Width * rows * Width + (nint)row * Width + column % Width;
}
