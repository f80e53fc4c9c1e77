using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Native.Network;

/// <summary>The trained tensors of the network.</summary>
/// <param name="TokenEmbedding">[V, D].</param>
/// <param name="Positions">[L, D]; null values without learned positions.</param>
/// <param name="AnswerHead">[V, D].</param>
/// <param name="HaltHead">[2, D].</param>
/// <param name="HaltBias">[1, 2].</param>
/// <param name="Layers">Per layer.</param>
internal sealed record NetworkWeights(
    Weight TokenEmbedding, Weight Positions, Weight AnswerHead, Weight HaltHead, Weight HaltBias, IReadOnlyList<LayerWeights> Layers)
{
    /// <summary>Fails where a tensor's shape is not what <paramref name="size"/> needs: a native product would read past its end.</summary>
    public void Check(NetworkSize size)
    {
        Check(TokenEmbedding, size.Vocabulary, size.Width, "token embedding");
        Check(AnswerHead, size.Vocabulary, size.Width, "answer head");
        Check(HaltHead, 2, size.Width, "halting head");
        Check(HaltBias, 1, 2, "halting bias");
        if (size.Positions == PositionEncoding.Learned)
            Check(Positions, size.Tokens, size.Width, "positions");
        if (Layers.Count != size.Layers)
            throw new ArgumentException($"The network has {size.Layers} layers; weights were given for {Layers.Count}.");
        foreach (var layer in Layers)
        {
            var token = size.Mixer == Mixer.TokenMlp;
            var heads = size.Heads * size.HeadWidth;
            Check(layer.MixIn, token ? 2 * size.TokenInner : 3 * heads, token ? size.Tokens : size.Width, "token mixing, first");
            Check(layer.MixOut, token ? size.Tokens : size.Width, token ? size.TokenInner : heads, "token mixing, second");
            Check(layer.GateUp, 2 * size.Inner, size.Width, "gate and up");
            Check(layer.Down, size.Width, size.Inner, "down");
        }
    }

    private static unsafe void Check(Weight weight, int rows, int columns, string name)
    {
        if (weight.Values == null || weight.Rows != rows || weight.Columns != columns)
            throw new ArgumentException($"The weight '{name}' is [{weight.Rows}, {weight.Columns}]; the network needs [{rows}, {columns}].");
    }
}
