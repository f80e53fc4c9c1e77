using TrmLab.Core.Tracing;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Inference;

/// <summary>A network with its weights in place, and what a trace says about where they came from.</summary>
/// <param name="Model">The network; owned.</param>
/// <param name="Checkpoint">Directory of the weights.</param>
/// <param name="Step">Training step of the weights.</param>
/// <param name="Weights">Which of the checkpoint's weights.</param>
/// <param name="Device">For people, such as <c>cpu, 2 threads, float32</c>.</param>
/// <param name="Threads">Threads of libtorch that suit it.</param>
public sealed record TracedNetwork(TinyRecursiveModel Model, string Checkpoint, long Step, TraceWeights Weights, string Device, int Threads) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Model.Dispose();
}
