using TrmLab.Core.Configuration;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>All weights in the forms that products read, and the layout of every gradient. Shared by the threads.</summary>
internal sealed class PreparedNetwork
{
    private readonly List<(PreparedWeight Weight, Func<NetworkWeights, Weight> Source)> _prepared = [];
    private readonly List<GradientSlot> _slots = [];

    public PreparedNetwork(Arena arena, MatrixProducts products, NetworkSize size)
    {
        // The heads are small: they stay float32 in either format.
        AnswerHead = Add(arena, new FloatProducts(), new WeightLayout(size.Vocabulary, size.Width), weights => weights.AnswerHead, transposed: true);
        TokenEmbedding = AddSlot(new WeightLayout(size.Vocabulary, size.Width), weights => weights.TokenEmbedding);
        HaltHead = AddSlot(new WeightLayout(2, size.Width), weights => weights.HaltHead);
        HaltBias = AddSlot(new WeightLayout(1, 2), weights => weights.HaltBias);
        if (size.Positions == PositionEncoding.Learned)
            Positions = AddSlot(new WeightLayout(size.Tokens, size.Width), weights => weights.Positions);

        var token = size.Mixer == Mixer.TokenMlp;
        var inLayout = token
            ? new WeightLayout(2 * size.TokenInner, size.Tokens)
            : new WeightLayout(3 * size.Heads * size.HeadWidth, size.Width, rowSource: HeadLayout.Sources(size, 3));
        var outLayout = token
            ? new WeightLayout(size.Tokens, size.TokenInner)
            : new WeightLayout(size.Width, size.Heads * size.HeadWidth, columnSource: HeadLayout.Sources(size, 1));
        for (var layer = 0; layer < size.Layers; layer++)
        {
            var index = layer;
            Layers.Add(new PreparedLayer(
                Add(arena, products, inLayout, weights => weights.Layers[index].MixIn, !token),
                Add(arena, products, outLayout, weights => weights.Layers[index].MixOut, !token, transposedGradient: token),
                Add(arena, products, new WeightLayout(2 * size.Inner, size.Width), weights => weights.Layers[index].GateUp, true),
                Add(arena, products, new WeightLayout(size.Width, size.Inner), weights => weights.Layers[index].Down, true)));
        }
    }

    public PreparedSlot AnswerHead { get; }

    /// <summary>Slots of gradients without a product.</summary>
    public int TokenEmbedding { get; }

    /// <inheritdoc cref="TokenEmbedding"/>
    public int HaltHead { get; }

    /// <inheritdoc cref="TokenEmbedding"/>
    public int HaltBias { get; }

    /// <summary>Slot of the learned positions; -1 without.</summary>
    public int Positions { get; } = -1;

    public List<PreparedLayer> Layers { get; } = [];

    /// <summary>Layout of every gradient.</summary>
    public IReadOnlyList<GradientSlot> Slots => _slots;

    /// <summary>Reads this thread's share of the tensors. Largest first, each to the thread with the least so far.</summary>
    public unsafe void Prepare(NetworkWeights weights, int thread, int threads)
    {
        var load = new long[threads];
        foreach (var (weight, source) in _prepared.OrderByDescending(item => item.Weight.Layout.Size))
        {
            var least = Array.IndexOf(load, load.Min());
            load[least] += weight.Layout.Size;
            if (least == thread)
                weight.Prepare(source(weights).Values);
        }
    }

    private PreparedSlot Add(
        Arena arena, MatrixProducts products, WeightLayout layout, Func<NetworkWeights, Weight> source, bool transposed, bool transposedGradient = false)
    {
        var weight = new PreparedWeight(arena, products, layout, transposed);
        _prepared.Add((weight, source));
        return new PreparedSlot(weight, AddSlot(layout, source, transposedGradient));
    }

    private int AddSlot(WeightLayout layout, Func<NetworkWeights, Weight> source, bool transposed = false)
    {
        _slots.Add(new GradientSlot(transposed ? new WeightLayout(layout.WeightColumns, layout.WeightRows) : layout, source, transposed));
        return _slots.Count - 1;
    }
}
