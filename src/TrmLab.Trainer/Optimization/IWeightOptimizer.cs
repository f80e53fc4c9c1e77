using static TorchSharp.torch;

namespace TrmLab.Trainer.Optimization;

/// <summary>Updates weights in place from their gradients. Its state can be saved and restored by name.</summary>
public interface IWeightOptimizer : IDisposable
{
    /// <summary>Updates made so far; bias corrections depend on it.</summary>
    long StepCount { get; set; }

    /// <summary>Running moments under <c>moment/parameter</c>; write into them to restore.</summary>
    IEnumerable<(string Name, Tensor Value)> State { get; }

    /// <summary>One update of every weight that has a gradient. Gradients stay as they are.</summary>
    void Step(double learningRate);
}
