namespace TrmLab.Trainer.Native.Products;

/// <summary>How far apart the rows of a product's right side lie; a type, so that the inner loops have it as a constant.</summary>
internal interface IRightRows
{
    /// <summary>Floats from a row to the next.</summary>
    static abstract int Stride { get; }
}

/// <summary>Rows of a panel.</summary>
internal readonly struct PanelRows : IRightRows
{
    public static int Stride => Panels.Width;
}

/// <summary>Rows packed for 16 results.</summary>
internal readonly struct PackedRows : IRightRows
{
    public static int Stride => Row256x2.Width;
}
