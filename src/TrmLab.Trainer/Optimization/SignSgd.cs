using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>
/// Sign gradient descent on the rows of the puzzle embedding that the batch used, and on no others: gradients of equal identifiers are
/// summed, then row = row * (1 - lr * decay) - lr * sign(sum). A row with a zero sum still decays.
/// </summary>
public sealed class SignSgd(PuzzleEmbedding embedding, double weightDecay) : IDisposable
{
    // Per identifier: a batch row that stands for it. Only the entries of the current batch are meaningful.
    private readonly Tensor _representative = zeros([embedding.Weights.shape[0]], ScalarType.Int64, embedding.Weights.device).DetachFromDisposeScope();

    /// <summary>Applies the gradient that the last training step left in the embedding; does nothing before the first.</summary>
    /// <remarks>Never asks the device how many different identifiers there are, so it does not wait for it.</remarks>
    public void Step(double learningRate)
    {
        if (embedding is not { LocalIdentifiers: { } identifiers, LocalGradient: { } grad })
            return;
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var sum = grad.device_type == TorchSharp.DeviceType.CUDA ? SumByProduct(identifiers, grad) : SumByRow(identifiers, grad);
        var updated = embedding.Weights.index_select(0, identifiers).Scale(1 - learningRate * weightDecay).Add(sum.sign_(), -learningRate);
        // Equal identifiers write equal rows, so their order does not matter.
        embedding.Weights.index_copy_(0, identifiers, updated);
    }

    /// <inheritdoc/>
    public void Dispose() => _representative.Dispose();

    /// <summary>Sums of equal identifiers' gradients, [B, row width], by additions in the batch's order.</summary>
    internal Tensor SumByRow(Tensor identifiers, Tensor grad)
    {
        _representative.index_copy_(0, identifiers, arange(identifiers.shape[0], ScalarType.Int64, identifiers.device));
        var row = _representative.index_select(0, identifiers);
        return zeros_like(grad).AddRows(row, grad).index_select(0, row);
    }

    /// <summary>
    /// The same by a product with the matrix that says which identifiers are equal. A GPU adds rows in any order, and a last bit can turn the
    /// sign of a sum near zero: the tables of several ranks would drift apart. A product sums in one order. It is one of float64, because
    /// TF32 would round the gradients to 10 bits before they are added.
    /// </summary>
    internal static Tensor SumByProduct(Tensor identifiers, Tensor grad)
    {
        using var scope = NewDisposeScope();
        var equal = identifiers.unsqueeze(1).eq(identifiers.unsqueeze(0)).to(ScalarType.Float64);
        return equal.mm(grad.to(ScalarType.Float64)).to(grad.dtype).MoveToOuterDisposeScope();
    }
}
