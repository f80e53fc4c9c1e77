using TrmLab.Core.Configuration;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Losses;

/// <summary>
/// Loss and metrics of one supervision step: token loss + 0.5 (halting loss [+ continue loss]), each summed over all rows of the batch.
/// </summary>
/// <param name="tokenLoss">Stable-max (the published choice) or softmax.</param>
/// <param name="supervisionDecay">
/// Weight of a row's loss at supervision step s is this to the power s - 1; 1 weighs all steps alike. Metrics are never weighted.
/// </param>
public sealed class ActLoss(TokenLoss tokenLoss, double supervisionDecay = 1)
{
    /// <summary>Weight of a supervision step's loss relative to the one before.</summary>
    public double SupervisionDecay { get; } = supervisionDecay;

    /// <summary>Measures a step.</summary>
    /// <param name="output">Logits and halting logits, with their graph.</param>
    /// <param name="labels">[B, S], int64, -100 for none.</param>
    /// <param name="steps">Steps taken with this one, [B].</param>
    /// <param name="halted">Done after this step, [B]: only these count in the metrics that are no losses.</param>
    /// <param name="continueTarget">[B]; null leaves the continue loss out.</param>
    /// <returns>The total, a scalar in the current dispose scope, and the sums, which the caller owns.</returns>
    public (Tensor Total, MetricSums Metrics) Measure(ModelOutput output, Tensor labels, Tensor steps, Tensor halted, Tensor? continueTarget)
    {
        using var scope = NewDisposeScope();
        var valid = labels.DiffersFrom(BatchRules.IgnoreLabel);
        var labelled = valid.sum(-1);
        var divisor = labelled.AtLeast(1);
        var (right, exact) = Judge(output.Logits, labels, valid, labelled);

        var tokens = TokenCrossEntropy.PerToken(tokenLoss, output.Logits, labels, valid).div(divisor.unsqueeze(-1)).sum(-1);
        var halting = BinaryCrossEntropy(output.HaltLogits, exact.to(output.HaltLogits.dtype));
        var going = continueTarget is null ? zeros_like(halting) : BinaryCrossEntropy(output.ContinueLogits, continueTarget);
        var perRow = tokens.Plus(halting.Plus(going).Times(0.5));
        var total = Weighted(perRow, steps).sum();

        using var gradient = no_grad();
        var counted = halted.logical_and(labelled.Exceeds(0));
        var accuracy = right.to(ScalarType.Float32).div(divisor.unsqueeze(-1)).sum(-1);
        var agrees = output.HaltLogits.Reaches(0).eq(exact);
        // In float64, so that the sum of several ranks' sums is that of one rank to 15 digits.
        Tensor All(Tensor values) => values.sum(ScalarType.Float64);
        Tensor Sum(Tensor values) => All(where(counted, values, zeros_like(values)));
        Tensor[] sums = [All(counted), Sum(accuracy), Sum(exact), Sum(agrees), Sum(steps), All(tokens), All(halting), All(going)];
        var joined = stack(sums).DetachFromDisposeScope();
        return (total.MoveToOuterDisposeScope(), new MetricSums(joined, continueTarget is not null));
    }

    // A row without labels counts as exact: its zero right positions are all it has.
    private static (Tensor Right, Tensor Exact) Judge(Tensor logits, Tensor labels, Tensor valid, Tensor labelled)
    {
        using var gradient = no_grad();
        var right = logits.argmax(-1).eq(labels).logical_and(valid);
        return (right, right.sum(-1).eq(labelled));
    }

    private Tensor Weighted(Tensor perRow, Tensor steps) =>
        SupervisionDecay == 1 ? perRow : perRow.mul(steps.Plus(-1).to(perRow.dtype).Times(Math.Log(SupervisionDecay)).exp());

    private static Tensor BinaryCrossEntropy(Tensor logits, Tensor target) =>
        nn.functional.binary_cross_entropy_with_logits(logits, target, reduction: nn.Reduction.None);
}
