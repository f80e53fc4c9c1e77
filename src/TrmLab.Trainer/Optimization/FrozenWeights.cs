using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Leaves the weights as they are: only the puzzle embedding learns.</summary>
public sealed class FrozenWeights : IWeightOptimizer
{
    /// <inheritdoc/>
    public long StepCount { get; set; }

    /// <inheritdoc/>
    public IEnumerable<(string Name, Tensor Value)> State => [];

    /// <inheritdoc/>
    public void Step(double learningRate) => StepCount++;

    /// <summary>Holds nothing.</summary>
    public void Dispose()
    {
    }
}
