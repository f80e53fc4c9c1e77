using TorchSharp;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Training;

/// <summary>
/// What one supervision step returns. Tensors are detached, on the model's device and owned by this object, whatever dispose scope is
/// open; only <see cref="Carry"/> outlives it and has an owner of its own.
/// </summary>
public sealed class StepResult : IDisposable
{
    /// <summary>State after the step, for the next one.</summary>
    public required Carry Carry { get; init; }

    /// <summary>Sums over the batch; reading them waits for the device.</summary>
    public required MetricSums Metrics { get; init; }

    /// <summary>Answer logits [B, S, V] in the forward data type.</summary>
    public required torch.Tensor Logits { get; init; }

    /// <summary>Halting logits [B], float32.</summary>
    public required torch.Tensor HaltLogits { get; init; }

    /// <summary>Continue logits [B], float32.</summary>
    public required torch.Tensor ContinueLogits { get; init; }

    /// <summary>Target of the continue loss [B], float32; null where that loss is off.</summary>
    public torch.Tensor? ContinueTarget { get; init; }

    /// <summary>Total loss, a scalar summed over the batch: token loss + 0.5 (halting loss [+ continue loss]).</summary>
    public required torch.Tensor Loss { get; init; }

    /// <summary>Frees everything but the carry.</summary>
    public void Dispose()
    {
        Metrics.Dispose();
        Logits.Dispose();
        HaltLogits.Dispose();
        ContinueLogits.Dispose();
        ContinueTarget?.Dispose();
        Loss.Dispose();
    }
}
