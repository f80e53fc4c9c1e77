using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>Table of D-vectors, initialised with deviation 1/sqrt(D).</summary>
public sealed class CastedEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly ScalarType _type;

    public CastedEmbedding(WeightFactory weights, long rows, long width, ScalarType forwardType)
        : base(nameof(CastedEmbedding))
    {
        _type = forwardType;
        Table = weights.TruncatedNormal(1 / Math.Sqrt(width), rows, width);
        register_parameter("embedding_weight", Table);
    }

    /// <summary>[rows, D], float32.</summary>
    public Parameter Table { get; }

    /// <summary>[B, S] rows -> [B, S, D] in the forward data type.</summary>
    /// <remarks>Gathered in float32 and cast then: the same values, and the gradients of equal rows add up in float32.</remarks>
    public override Tensor forward(Tensor rows)
    {
        using var scope = NewDisposeScope();
        return Table.index_select(0, rows.flatten()).view(rows.shape[0], rows.shape[1], -1).to(_type).MoveToOuterDisposeScope();
    }
}
