using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>
/// One contiguous buffer behind the gradients of all weights: each weight's <c>grad</c> is a view of it, so backward passes write into the
/// buffer and one sum over the ranks covers the whole network without a copy.
/// </summary>
internal sealed class FlatGradients : IDisposable
{
    // Vector loads and stores of the native step stay within a cache line.
    private const long Alignment = 16;

    private readonly List<Tensor> _views = [];

    public FlatGradients(TinyRecursiveModel model)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        static long Padded(long count) => (count + Alignment - 1) / Alignment * Alignment;
        Buffer = zeros([model.Weights.Sum(weight => Padded(weight.parameter.numel()))], ScalarType.Float32, model.Device).DetachFromDisposeScope();
        long start = 0;
        foreach (var (_, weight) in model.Weights)
        {
            var view = Buffer.narrow(0, start, weight.numel()).view(weight.shape).DetachFromDisposeScope();
            _views.Add(view);
            weight.grad = view;
            start += Padded(weight.numel());
        }
    }

    /// <summary>All gradients, float32; the gaps between them are zero.</summary>
    public Tensor Buffer { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _views.ForEach(view => view.Dispose());
        Buffer.Dispose();
    }
}
