using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Training;

/// <summary>
/// One supervision step of the network: refill halted sequences from the batch, recurse, read out, decide who halts, measure.
/// Implementations compute the same function; which one runs is a matter of speed only.
/// </summary>
/// <remarks>
/// One training thread owns an instance. It never updates weights: that is the optimisers' work, between two calls.
/// </remarks>
public interface ISupervisionStep : IDisposable
{
    /// <summary>The network whose weights are read in place at every call, and whose gradients are written.</summary>
    TinyRecursiveModel Model { get; }

    /// <summary>
    /// Runs one step. Neither <paramref name="carry"/> nor the batch is changed; the caller disposes the old carry when it has the new one.
    /// </summary>
    /// <param name="carry">State per sequence; rows that are halted take their row of <paramref name="batch"/>, the others ignore it.</param>
    /// <param name="batch">New data, as many rows as the carry has.</param>
    /// <param name="training">
    /// True: sequences may halt early and explore, and on return the <c>grad</c> of every trainable parameter holds the gradient of
    /// total loss / global batch size of this step alone, as does <see cref="PuzzleEmbedding.LocalGradient"/> (one row per sequence).
    /// False: no gradient, and every sequence runs all its supervision steps.
    /// </param>
    StepResult Run(Carry carry, PuzzleBatch batch, bool training);
}
