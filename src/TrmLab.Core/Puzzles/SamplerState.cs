using TrmLab.Core.Numerics;

namespace TrmLab.Core.Puzzles;

/// <summary>Where a <see cref="TrainingSampler"/> stands between two batches; plain values that serialise to JSON.</summary>
/// <param name="BatchSize">Must be the same when restored.</param>
/// <param name="EpochsPerIteration">Must be the same when restored.</param>
/// <param name="Groups">Groups of all sets together, to notice another data set.</param>
/// <param name="Iteration">Completed iterations (evaluation intervals).</param>
/// <param name="Set">Set being drawn from.</param>
/// <param name="Epoch">Permutation within the iteration.</param>
/// <param name="Position">Groups of the permutation that are used up.</param>
/// <param name="Order">Random state before the current permutation was drawn; null when none is.</param>
/// <param name="Draw">Random state of the next draw.</param>
/// <param name="Augmentation">Random state of the augmentation.</param>
public sealed record SamplerState(
    int BatchSize,
    int EpochsPerIteration,
    int Groups,
    int Iteration,
    int Set,
    int Epoch,
    int Position,
    RandomState? Order,
    RandomState Draw,
    RandomState Augmentation);
