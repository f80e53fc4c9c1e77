using static TorchSharp.torch;

namespace TrmLab.Trainer.Losses;

/// <summary>
/// The metrics of one step, summed over the batch and still on the device, so that a step whose numbers nobody reads is not waited for.
/// </summary>
public sealed class MetricSums : IDisposable
{
    /// <summary>The reference's names, in the order of <see cref="Values"/>.</summary>
    public static readonly IReadOnlyList<string> Names =
        ["count", "accuracy", "exact_accuracy", "q_halt_accuracy", "steps", "lm_loss", "q_halt_loss", "q_continue_loss"];

    /// <param name="values">Float64, [8] in the order of <see cref="Names"/>; ownership passes to this object.</param>
    /// <param name="hasContinueLoss">False: the last value means nothing and is not reported.</param>
    public MetricSums(Tensor values, bool hasContinueLoss)
    {
        Values = values;
        HasContinueLoss = hasContinueLoss;
    }

    /// <summary>Float64, [8].</summary>
    public Tensor Values { get; }

    /// <summary>Whether the continue loss was computed.</summary>
    public bool HasContinueLoss { get; }

    /// <summary>A second owner of the same numbers, for a reader that comes later.</summary>
    public MetricSums Alias() => new(Values.alias().DetachFromDisposeScope(), HasContinueLoss);

    /// <summary>Fetches the numbers; waits for all that the device has been given so far, later steps included.</summary>
    public StepMetrics Read()
    {
        using var scope = NewDisposeScope();
        var v = Values.cpu().data<double>().ToArray();
        return new StepMetrics(v[0], v[1], v[2], v[3], v[4], v[5], v[6], HasContinueLoss ? v[7] : null);
    }

    /// <inheritdoc/>
    public void Dispose() => Values.Dispose();
}
