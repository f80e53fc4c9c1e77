using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// One trained vector per puzzle identifier, zero at first. The table is a buffer, not a parameter: a step gathers the batch's rows into a
/// leaf tensor, and only that small tensor has a gradient, which its own sparse optimiser applies.
/// </summary>
public sealed class PuzzleEmbedding : nn.Module<Tensor, Tensor>
{
    private readonly long _tokens;
    private readonly long _width;
    private readonly ScalarType _type;

    /// <param name="table">[identifiers, row width], float32: zeros for a new network. A row is padded with zeros to tokens * width.</param>
    /// <param name="tokens">Tokens P that a row becomes.</param>
    /// <param name="width">Width D of a token.</param>
    public PuzzleEmbedding(Tensor table, long tokens, long width, ScalarType forwardType)
        : base(nameof(PuzzleEmbedding))
    {
        (_tokens, _width, _type) = (tokens, width, forwardType);
        Weights = table.DetachFromDisposeScope();
        register_buffer("weights", Weights);
    }

    /// <summary>[identifiers, row width], float32.</summary>
    public Tensor Weights { get; }

    /// <summary>Identifiers [B] of the last training step; null before the first.</summary>
    public Tensor? LocalIdentifiers { get; private set; }

    /// <summary>Gradient [B, row width] of the last training step, one row per sequence: equal identifiers are not summed yet.</summary>
    public Tensor? LocalGradient { get; private set; }

    /// <summary>Rows of the batch as a leaf that autograd can differentiate: [B] -> [B, row width], float32.</summary>
    public Tensor Gather(Tensor identifiers)
    {
        using var gradient = no_grad();
        return Weights.index_select(0, identifiers);
    }

    /// <summary>Gathered rows -> tokens [B, P, D] in the forward data type.</summary>
    public override Tensor forward(Tensor rows)
    {
        using var scope = NewDisposeScope();
        var padding = _tokens * _width - rows.shape[1];
        var padded = padding > 0 ? nn.functional.pad(rows, [0, padding]) : rows;
        return padded.to(_type).view(-1, _tokens, _width).MoveToOuterDisposeScope();
    }

    /// <summary>Keeps what the optimiser needs of a step; both tensors pass into this object's ownership.</summary>
    public void SetLocalGradient(Tensor identifiers, Tensor gradient)
    {
        LocalIdentifiers?.Dispose();
        LocalGradient?.Dispose();
        LocalIdentifiers = identifiers.DetachFromDisposeScope();
        LocalGradient = gradient.DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        LocalIdentifiers?.Dispose();
        LocalGradient?.Dispose();
        base.Dispose(disposing);
    }
}
