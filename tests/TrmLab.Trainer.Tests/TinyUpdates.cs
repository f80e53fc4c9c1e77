using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests;

/// <summary>The published optimisers at a constant rate.</summary>
internal static class TinyUpdates
{
    public static WeightUpdate Of(TinyRecursiveModel model)
    {
        var constant = new LearningRateSchedule(1e-2, 0, 1000, 1);
        return new WeightUpdate(
            model,
            new AdamAtan2(model.Weights, 0.9, 0.95, 0.1),
            constant,
            model.PuzzleEmbedding is { } puzzles ? new SignSgd(puzzles, 0.1) : null,
            constant,
            new ExponentialMovingAverage(model.Weights, 0.9));
    }
}
