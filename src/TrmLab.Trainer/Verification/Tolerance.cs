namespace TrmLab.Trainer.Verification;

/// <summary>How far two numbers may be apart.</summary>
/// <param name="Absolute">Largest difference.</param>
/// <param name="Relative">Share of the expected magnitude that is allowed on top.</param>
/// <param name="OutlierShare">
/// Share of an array's entries that may miss, rounded up: where a sign decides, a gradient at rounding level flips the whole step.
/// </param>
public sealed record Tolerance(double Absolute, double Relative = 0, double OutlierShare = 0);
