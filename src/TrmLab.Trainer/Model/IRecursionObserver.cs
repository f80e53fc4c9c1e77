using static TorchSharp.torch;

namespace TrmLab.Trainer.Model;

/// <summary>
/// Watches the recursion from inside. Tensors are only valid during the call: clone or copy what is kept. Without an observer nothing is
/// called and nothing computed.
/// </summary>
public interface IRecursionObserver
{
    /// <summary>The embedded question x, [B, L, D], before the first update.</summary>
    void OnQuestion(Tensor question);

    /// <summary>A network call has replaced one tensor of the state.</summary>
    void OnUpdate(RecursionUpdate update, RecursionState state);

    /// <summary>A layer inside a network call, before that call's <see cref="OnUpdate"/>.</summary>
    /// <param name="layer">Counts from 0.</param>
    /// <param name="output">[B, L, D].</param>
    void OnLayer(int layer, Tensor output)
    {
    }

    /// <summary>Whether <see cref="OnAttention"/> is to be called.</summary>
    bool WatchesAttention => false;

    /// <summary>Queries and keys of a layer's attention, positions applied, before that layer's <see cref="OnLayer"/>.</summary>
    /// <param name="layer">Counts from 0.</param>
    /// <param name="query">[B, heads, L, head width].</param>
    /// <param name="key">[B, heads, L, head width].</param>
    void OnAttention(int layer, Tensor query, Tensor key)
    {
    }
}

/// <summary>Where in a supervision step an update stands; everything counts from 0.</summary>
/// <param name="Cycle">Deep recursion, 0..T-1.</param>
/// <param name="Step">Latent step 0..n-1, or n for the update of the answer.</param>
/// <param name="Slot">Which tensor was replaced: 0 the answer y, 1.. the latents.</param>
public readonly record struct RecursionUpdate(int Cycle, int Step, int Slot);
