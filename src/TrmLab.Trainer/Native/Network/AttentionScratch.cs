using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>Buffers of the attention: projections of a chunk, scores of one head.</summary>
internal sealed unsafe class AttentionScratch
{
    public AttentionScratch(Arena arena, MatrixProducts products, NetworkSize size, long rows)
    {
        var unit = products.UnitSize;
        var scores = Panels.Size(size.TokenRows, size.Tokens);
        Projections = arena.Floats(Panels.Size(rows, 3 * size.HeadColumns));
        Joined = arena.Floats(Panels.Size(rows, size.HeadColumns));
        Probabilities = arena.Floats(scores);
        ScoreGradient = arena.Floats(scores);
        Transposed = arena.Floats(Panels.Size(products.Units(size.PaddedHead), size.Tokens));
        if (!products.Converts)
            return;
        ProjectionsLeft = arena.Floats(Panels.Size(rows, 3 * size.HeadColumns) / unit);
        ProjectionsRight = arena.Floats(Panels.Size(rows, 3 * size.HeadColumns) / unit);
        JoinedLeft = arena.Floats(Panels.Size(rows, size.HeadColumns) / unit);
        JoinedRight = arena.Floats(Panels.Size(rows, size.HeadColumns) / unit);
        ScoresLeft = arena.Floats(scores / unit);
        ScoresRight = arena.Floats(scores / unit);
    }

    /// <summary>Queries, keys and values, or their gradients, [rows, 3 heads * width].</summary>
    public float* Projections { get; }

    /// <summary>The heads' outputs, or their gradient, [rows, heads * width].</summary>
    public float* Joined { get; }

    /// <summary>Attention of one head, [tokens, tokens].</summary>
    public float* Probabilities { get; }

    /// <summary>Its gradient.</summary>
    public float* ScoreGradient { get; }

    /// <summary>Keys or values of one head, transposed as the right side.</summary>
    public float* Transposed { get; }

    public float* ProjectionsLeft { get; }

    public float* ProjectionsRight { get; }

    public float* JoinedLeft { get; }

    public float* JoinedRight { get; }

    public float* ScoresLeft { get; }

    public float* ScoresRight { get; }
}
