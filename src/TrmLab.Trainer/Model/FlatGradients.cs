using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// One contiguous buffer behind the gradients of all weights: each weight's <c>grad</c> is a view of it, so backward passes write into the
/// buffer, and clearing it or summing it over ranks is one operation without a copy.
/// </summary>
internal sealed class FlatGradients(IReadOnlyList<(string Name, Parameter Weight)> weights) : IDisposable
{
    private readonly FlatTensors _gradients = new([.. weights.Select(weight => weight.Weight)]);

    /// <summary>All gradients, float32; the gaps between them are zero.</summary>
    public Tensor Buffer => _gradients.Buffer;

    /// <summary>Makes the views the weights' gradients, whatever stood there before.</summary>
    public void Attach()
    {
        for (var i = 0; i < weights.Count; i++)
            weights[i].Weight.grad = _gradients.Views[i];
    }

    /// <inheritdoc/>
    public void Dispose() => _gradients.Dispose();
}
