using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;
using TrmLab.Trainer.Distributed;
using TrmLab.Trainer.Model;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Training;

/// <summary>
/// Adaptive computation time: after a step, who is done? While training a sequence halts when the network says so, at the latest after
/// N_sup steps; exploration makes some go on for a random minimum. In evaluation all run N_sup steps, so that batches stay aligned.
/// </summary>
/// <param name="arch">Variant, N_sup, exploration and whether the continue loss is on.</param>
/// <param name="exploration">Drawn from in training only; its state belongs into a checkpoint.</param>
/// <param name="share">The rows of the global batch that are trained here; null if all are.</param>
public sealed class HaltingRule(ArchConfig arch, SeededRandom exploration, RowShare? share = null)
{
    /// <summary>The generator that exploration draws from.</summary>
    public SeededRandom Exploration { get; } = exploration;

    /// <summary>Whether a step needs <see cref="ContinueTarget"/>: always for hrm, for the trm family if configured.</summary>
    public bool HasContinueLoss(bool training) => training && arch.MaxSupervisionSteps > 1 && arch.UsesContinueLoss;

    /// <summary>Counts the step and decides who is done.</summary>
    /// <param name="steps">Steps taken before this one, [B], int32.</param>
    /// <param name="output">This step's halting logits.</param>
    /// <returns>Steps with this one, [B], int32; done, [B], bool.</returns>
    public (Tensor Steps, Tensor Halted) Decide(Tensor steps, ModelOutput output, bool training)
    {
        using var scope = NewDisposeScope();
        using var gradient = no_grad();
        var taken = steps.Plus(1);
        var halted = taken.Reaches(arch.MaxSupervisionSteps);
        if (training && arch.MaxSupervisionSteps > 1)
        {
            halted = halted.logical_or(WantsToHalt(arch, output.HaltLogits, output.ContinueLogits));
            if (arch.HaltExploration > 0)
                halted = halted.logical_and(taken.ge(DeviceCopy.Of(MinimumSteps((int)steps.shape[0]), steps.device)));
        }

        return (taken.MoveToOuterDisposeScope(), halted.MoveToOuterDisposeScope());
    }

    /// <summary>Where the network itself would stop, [B], bool: halting beats continuing, or, where continuing is not learned, is positive.</summary>
    /// <param name="halt">[B].</param>
    /// <param name="going">The continue logits, [B].</param>
    public static Tensor WantsToHalt(ArchConfig arch, Tensor halt, Tensor going) => arch.HaltsByComparison ? halt.gt(going) : halt.Exceeds(0);

    /// <summary>Target of the continue loss, [B]: sigmoid of the best that the next step promises; in the last step, of its halting.</summary>
    /// <param name="steps">Steps with this one, [B].</param>
    /// <param name="next">Output of one more step from the new carry.</param>
    public Tensor ContinueTarget(Tensor steps, ModelOutput next)
    {
        using var scope = NewDisposeScope();
        var best = maximum(next.HaltLogits, next.ContinueLogits);
        return where(steps.Reaches(arch.MaxSupervisionSteps), next.HaltLogits, best).sigmoid().MoveToOuterDisposeScope();
    }

    // Two draws per sequence whatever the first one says, so that a row's numbers do not depend on its neighbours. Drawn for the global
    // batch, so that they do not depend on the number of ranks either.
    private int[] MinimumSteps(int count)
    {
        var rows = share ?? RowShare.Whole(count);
        var minimum = new int[rows.Total];
        for (var i = 0; i < rows.Total; i++)
        {
            var explores = Exploration.NextDouble() < arch.HaltExploration;
            var steps = Exploration.Next(2, arch.MaxSupervisionSteps + 1);
            minimum[i] = explores ? steps : 0;
        }

        return minimum[rows.First..(rows.First + rows.Count)];
    }
}
