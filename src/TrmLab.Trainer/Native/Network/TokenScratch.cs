using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Buffers of the token MLP for one sequence.</summary>
internal sealed unsafe class TokenScratch
{
    public TokenScratch(Arena arena, MatrixProducts products, NetworkSize size)
    {
        var unit = products.UnitSize;
        Inner = arena.Floats(2L * size.TokenInner * Panels.Width);
        Update = arena.Floats((long)size.TokenRows * Panels.Width);
        Hidden = arena.Floats(Panels.Size(size.TokenInner, size.Width));
        InputTransposed = arena.Floats(Panels.Size(products.Units(size.Width), size.Tokens));
        GradientTransposed = arena.Floats(Panels.Size(products.Units(size.Width), size.Tokens));
        if (!products.Converts)
            return;
        InputRight = arena.Floats((long)size.TokenRows * Panels.Width / unit);
        HiddenRight = arena.Floats(2L * size.TokenInner * Panels.Width / unit);
        HiddenLeft = arena.Floats(Panels.Size(size.TokenInner, size.Width) / unit);
        InnerLeft = arena.Floats(Panels.Size(2L * size.TokenInner, size.Width) / unit);
    }

    /// <summary>Gate and up of one panel, [2 inner, 64].</summary>
    public float* Inner { get; }

    /// <summary>What the MLP adds to one panel, [tokens, 64].</summary>
    public float* Update { get; }

    /// <summary>Hidden values of all panels, [inner, D].</summary>
    public float* Hidden { get; }

    /// <summary>The input's transpose as the right side, [D, tokens].</summary>
    public float* InputTransposed { get; }

    /// <summary>The gradient's transpose as the right side, [D, tokens].</summary>
    public float* GradientTransposed { get; }

    /// <summary>One panel of the input, or the gradient, as the right side.</summary>
    public float* InputRight { get; }

    /// <summary>One panel of hidden values, or both gradients, as the right side.</summary>
    public float* HiddenRight { get; }

    /// <summary>Hidden values as the left side.</summary>
    public float* HiddenLeft { get; }

    /// <summary>Gradients of gate and up as the left side.</summary>
    public float* InnerLeft { get; }
}
