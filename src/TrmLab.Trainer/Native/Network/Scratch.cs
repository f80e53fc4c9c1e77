using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// One thread's buffers that live only inside a sub-layer, shared by all of them: small enough to stay in the caches. Spaces for operand
/// forms are null for float32, which needs none.
/// </summary>
internal sealed unsafe class Scratch
{
    /// <param name="items">Most sequences in a chunk.</param>
    public Scratch(Arena arena, MatrixProducts products, NetworkSize size, int items)
    {
        var rows = (long)items * size.TokenRows;
        Update = arena.Floats(Panels.Size(rows, size.Width));
        Gate = arena.Floats(rows * Panels.Width);
        Up = arena.Floats(rows * Panels.Width);
        HiddenPanel = arena.Floats(rows * Panels.Width);

        if (products.Converts)
        {
            HiddenLeft = arena.Floats(Panels.Size(rows, 2 * size.Inner) / products.UnitSize);
            InputLeft = arena.Floats(Panels.Size(rows, size.Width) / products.UnitSize);
            InputRight = arena.Floats(Panels.Size(rows, size.Width) / products.UnitSize);
            GradientLeft = arena.Floats(Panels.Size(rows, size.Width) / products.UnitSize);
            GradientRight = arena.Floats(Panels.Size(rows, size.Width) / products.UnitSize);
            HiddenRight = arena.Floats(rows * Panels.Width / products.UnitSize);
        }
        else
        {
            HiddenLeft = arena.Floats(Panels.Size(rows, size.Inner));
        }

        if (size.Mixer == Mixer.TokenMlp)
            Token = new TokenScratch(arena, products, size);
        else
            Attention = new AttentionScratch(arena, products, size, rows);
    }

    /// <summary>What a sub-layer adds to its input, [rows, D].</summary>
    public float* Update { get; }

    /// <summary>One panel each of gate, up and hidden.</summary>
    public float* Gate { get; }

    /// <inheritdoc cref="Gate"/>
    public float* Up { get; }

    /// <inheritdoc cref="Gate"/>
    public float* HiddenPanel { get; }

    /// <summary>The hidden values, or both gradients, as the left side.</summary>
    public float* HiddenLeft { get; }

    /// <summary>One panel of hidden values (or their gradients) as the right side.</summary>
    public float* HiddenRight { get; }

    /// <summary>The input as the left side.</summary>
    public float* InputLeft { get; }

    /// <summary>The input as the right side.</summary>
    public float* InputRight { get; }

    /// <summary>The gradient as the left side.</summary>
    public float* GradientLeft { get; }

    /// <summary>The gradient as the right side.</summary>
    public float* GradientRight { get; }

    /// <summary>Null with attention.</summary>
    public TokenScratch? Token { get; }

    /// <summary>Null with the token MLP.</summary>
    public AttentionScratch? Attention { get; }
}
