namespace TrmLab.Trainer.Optimization;

/// <summary>Linear warm-up, then half a cosine down to a share of the base rate.</summary>
/// <param name="BaseRate">Rate after the warm-up.</param>
/// <param name="WarmupSteps">Steps of warm-up.</param>
/// <param name="TotalSteps">Step at which the cosine is down; steps beyond it are not clamped, as in the reference.</param>
/// <param name="MinRatio">Final share of the base rate; 1 keeps it constant.</param>
public sealed record LearningRateSchedule(double BaseRate, long WarmupSteps, long TotalSteps, double MinRatio)
{
    /// <summary>The rate of a step. Steps count from 1, so that the first update moves.</summary>
    public double At(long step)
    {
        if (step < WarmupSteps)
            return BaseRate * step / Math.Max(1, WarmupSteps);
        var progress = (double)(step - WarmupSteps) / Math.Max(1, TotalSteps - WarmupSteps);
        return BaseRate * (MinRatio + (1 - MinRatio) * Math.Max(0, 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}
