namespace TrmLab.Trainer.Losses;

/// <summary>
/// Sums over a batch, by the reference's definitions. All but the losses are sums over the sequences that halted in this step and have a
/// label; the losses are sums over every row.
/// </summary>
/// <param name="Count">Sequences that halted and have a label.</param>
/// <param name="Accuracy">Share of right labelled positions per sequence, summed.</param>
/// <param name="ExactAccuracy">Sequences with every labelled position right.</param>
/// <param name="QHaltAccuracy">Sequences whose halting logit (>= 0) agrees with being right.</param>
/// <param name="Steps">Supervision steps taken.</param>
/// <param name="LmLoss">Token loss.</param>
/// <param name="QHaltLoss">Loss of the halting head.</param>
/// <param name="QContinueLoss">Loss of the continue head; null where it is off.</param>
public sealed record StepMetrics(
    double Count,
    double Accuracy,
    double ExactAccuracy,
    double QHaltAccuracy,
    double Steps,
    double LmLoss,
    double QHaltLoss,
    double? QContinueLoss)
{
    /// <summary>The sums under the reference's names.</summary>
    public IEnumerable<(string Name, double Value)> Sums()
    {
        yield return ("count", Count);
        yield return ("accuracy", Accuracy);
        yield return ("exact_accuracy", ExactAccuracy);
        yield return ("q_halt_accuracy", QHaltAccuracy);
        yield return ("steps", Steps);
        yield return ("lm_loss", LmLoss);
        yield return ("q_halt_loss", QHaltLoss);
        if (QContinueLoss is { } loss)
            yield return ("q_continue_loss", loss);
    }

    /// <summary>
    /// What the reference logs while training, without prefix: losses by the global batch size, the rest by max(count, 1) - so that its
    /// <c>count</c> is 1 or 0; <see cref="Count"/> is the real one.
    /// </summary>
    public IEnumerable<(string Name, double Value)> Logged(int globalBatchSize) =>
        Sums().Select(sum => (sum.Name, sum.Value / (sum.Name.EndsWith("loss", StringComparison.Ordinal) ? globalBatchSize : Math.Max(Count, 1))));

    /// <summary>What the reference reports for a test set, without prefix: everything, losses too, by the count.</summary>
    public IEnumerable<(string Name, double Value)> Evaluated() => Sums().Select(sum => (sum.Name, sum.Name == "count" ? Count : sum.Value / Count));

    /// <summary>Sums of two batches.</summary>
    public static StepMetrics operator +(StepMetrics a, StepMetrics b) => new(
        a.Count + b.Count,
        a.Accuracy + b.Accuracy,
        a.ExactAccuracy + b.ExactAccuracy,
        a.QHaltAccuracy + b.QHaltAccuracy,
        a.Steps + b.Steps,
        a.LmLoss + b.LmLoss,
        a.QHaltLoss + b.QHaltLoss,
        a.QContinueLoss is { } x && b.QContinueLoss is { } y ? x + y : a.QContinueLoss ?? b.QContinueLoss);
}
