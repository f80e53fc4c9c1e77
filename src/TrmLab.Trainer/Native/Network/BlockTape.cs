using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>What one layer of one differentiated network call keeps for its backward pass.</summary>
internal sealed unsafe class BlockTape
{
    /// <summary>Attention probabilities are kept up to this many values per sequence and computed again beyond it.</summary>
    public const long KeptProbabilities = 1 << 18;

    /// <param name="previous">The layer before in the same network call, whose output is this one's input; null for the first.</param>
    public BlockTape(Arena arena, NetworkSize size, int items, BlockTape? previous)
    {
        var rows = (long)items * size.TokenRows;
        Input = previous is null ? arena.Floats(Panels.Size(rows, size.Width)) : previous.Output;
        Mixed = arena.Floats(Panels.Size(rows, size.Width));
        Output = arena.Floats(Panels.Size(rows, size.Width));
        GateUp = arena.Floats(Panels.Size(rows, 2 * size.Inner));
        OutputScale = arena.Floats(rows);
        if (size.Mixer == Mixer.TokenMlp)
        {
            MixedScale = arena.Floats((long)items * size.WidthPanels * Panels.Width);
            Inner = arena.Floats((long)items * Panels.Size(2L * size.TokenInner, size.Width));
            return;
        }

        MixedScale = arena.Floats(rows);
        Inner = arena.Floats(Panels.Size(rows, 3 * size.HeadColumns));
        Joined = arena.Floats(Panels.Size(rows, size.HeadColumns));
        var scores = size.Heads * Panels.Size(size.TokenRows, size.Tokens);
        if (scores <= KeptProbabilities)
            Probabilities = arena.Floats(items * scores);
    }

    /// <summary>[rows, D].</summary>
    public float* Input { get; }

    /// <summary>After mixing the tokens, [rows, D].</summary>
    public float* Mixed { get; }

    /// <summary>rsqrt of the first norm: per row with attention, per sequence and feature with the token MLP.</summary>
    public float* MixedScale { get; }

    /// <summary>After the feature MLP, [rows, D].</summary>
    public float* Output { get; }

    /// <summary>rsqrt of the second norm, per row.</summary>
    public float* OutputScale { get; }

    /// <summary>Gate and up of the feature MLP, [rows, 2 inner]; the backward pass puts their gradients in place.</summary>
    public float* GateUp { get; }

    /// <summary>Token MLP: gate and up per sequence, [2 inner, D] each, and their gradients later. Attention: rotated queries and keys, values.</summary>
    public float* Inner { get; }

    /// <summary>Attention: the heads' outputs.</summary>
    public float* Joined { get; }

    /// <summary>Attention per sequence and head; null: to be computed again.</summary>
    public float* Probabilities { get; }
}
