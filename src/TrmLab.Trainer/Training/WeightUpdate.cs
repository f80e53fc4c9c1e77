using TorchSharp;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Optimization;

namespace TrmLab.Trainer.Training;

/// <summary>Everything that moves between two supervision steps, in the reference's order: puzzle embedding, weights, average.</summary>
/// <param name="model">The network whose gradients are applied; not owned.</param>
/// <param name="optimizer">Of the weights; owned.</param>
/// <param name="schedule">Its learning rate.</param>
/// <param name="puzzleSgd">Of the puzzle embedding; null without one. Owned.</param>
/// <param name="puzzleSchedule">Its learning rate.</param>
/// <param name="average">Null without one. Owned.</param>
/// <param name="maxGradientNorm">Gradients are scaled down to this joint norm; 0 leaves them as they are.</param>
public sealed class WeightUpdate(
    TinyRecursiveModel model,
    IWeightOptimizer optimizer,
    LearningRateSchedule schedule,
    SignSgd? puzzleSgd,
    LearningRateSchedule puzzleSchedule,
    ExponentialMovingAverage? average,
    double maxGradientNorm = 0) : IDisposable
{
    /// <summary>Of the weights.</summary>
    public IWeightOptimizer Optimizer { get; } = optimizer;

    /// <summary>Null without one.</summary>
    public ExponentialMovingAverage? Average { get; } = average;

    /// <summary>Joint norm of the last update's gradients before they were limited, a scalar on the device; null where it was not measured. Owned.</summary>
    public torch.Tensor? GradientNorm { get; private set; }

    /// <summary>The learning rate of a step's weights.</summary>
    public double Rate(long step) => schedule.At(step);

    /// <summary>Applies the gradients of the last supervision step.</summary>
    /// <param name="step">Counts from 1.</param>
    /// <param name="measureNorm">True measures <see cref="GradientNorm"/> also where it is not limited.</param>
    /// <returns>The learning rate of the weights.</returns>
    public double Apply(long step, bool measureNorm = false)
    {
        puzzleSgd?.Step(puzzleSchedule.At(step));
        var rate = Rate(step);
        GradientNorm?.Dispose();
        GradientNorm = measureNorm || maxGradientNorm > 0 ? GradientClipping.Norm(model.Weights) : null;
        if (maxGradientNorm > 0)
            GradientClipping.Clip(model.Weights, GradientNorm!, maxGradientNorm);
        Optimizer.Step(rate);
        Average?.Update();
        return rate;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        GradientNorm?.Dispose();
        Optimizer.Dispose();
        puzzleSgd?.Dispose();
        Average?.Dispose();
    }
}
