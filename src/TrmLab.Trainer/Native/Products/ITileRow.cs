namespace TrmLab.Trainer.Native.Products;

/// <summary>One row of a product's tile, held in registers: 16, 32, 48 or 64 neighbouring results.</summary>
internal unsafe interface ITileRow<TSelf>
    where TSelf : struct, ITileRow<TSelf>
{
    /// <summary>Results in the row.</summary>
    static abstract int Width { get; }

    static abstract TSelf Load(float* source);

    void Store(float* target);

    /// <summary>this + factor * other.</summary>
    TSelf MultiplyAdd(float factor, TSelf other);

    TSelf Add(TSelf other);
}
