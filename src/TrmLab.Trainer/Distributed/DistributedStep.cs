using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>
/// A supervision step of which every rank computes its share of the rows. Afterwards gradients, puzzle rows and metrics are those of the
/// global batch, the same bits on every rank, so that every rank makes the same update.
/// </summary>
/// <remarks>
/// <see cref="Run"/> takes the global batch, and a carry of the global batch or of this rank's rows; it returns a carry of this rank's rows.
/// While evaluating, logits are those of the global batch; while training, of this rank's rows. Batches with fewer rows than ranks are
/// computed by everyone.
/// </remarks>
/// <param name="step">Computes this rank's rows; owned.</param>
internal sealed class DistributedStep(ISupervisionStep step, ICollectives ranks) : ISupervisionStep
{
    /// <inheritdoc/>
    public TinyRecursiveModel Model => step.Model;

    /// <inheritdoc/>
    public StepResult Run(Carry carry, PuzzleBatch batch, bool training)
    {
        if (batch.BatchSize < ranks.Size)
            return step.Run(carry, batch, training);
        var share = new RowShare(ranks.Rank, ranks.Size, batch.BatchSize);
        using var own = carry.BatchSize == batch.BatchSize ? carry.Take(share.Rows) : null;
        var result = step.Run(own ?? carry, batch.Take(share.Rows), training);
        ranks.Sum(result.Metrics.Values);
        return training ? Trained(result, share) : Evaluated(result, share);
    }

    /// <inheritdoc/>
    public void Dispose() => step.Dispose();

    private StepResult Trained(StepResult result, RowShare share)
    {
        ranks.Sum(Model.Gradients.Buffer);
        if (Model.PuzzleEmbedding is { LocalIdentifiers: { } identifiers, LocalGradient: { } gradient } puzzles)
        {
            // In the order of the global batch, so that every rank sums equal identifiers in the same order.
            using var scope = NewDisposeScope();
            puzzles.SetLocalGradient(ranks.GatherRows(identifiers, share), ranks.GatherRows(gradient, share));
        }

        return result;
    }

    private StepResult Evaluated(StepResult result, RowShare share)
    {
        using (result)
        {
            using var scope = NewDisposeScope();
            using var gradient = no_grad();
            Tensor Whole(Tensor rows) => ranks.GatherRows(rows, share).DetachFromDisposeScope();
            var loss = result.Loss.to(ScalarType.Float64).clone();
            ranks.Sum(loss);
            return new StepResult
            {
                Carry = result.Carry,
                Metrics = result.Metrics.Alias(),
                Logits = Whole(result.Logits),
                HaltLogits = Whole(result.HaltLogits),
                ContinueLogits = Whole(result.ContinueLogits),
                ContinueTarget = result.ContinueTarget is { } target ? Whole(target) : null,
                Loss = loss.to(result.Loss.dtype).DetachFromDisposeScope(),
            };
        }
    }
}
