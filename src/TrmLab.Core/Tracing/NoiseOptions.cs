namespace TrmLab.Core.Tracing;

/// <summary>
/// Gaussian noise added to the state before supervision steps (the rollouts of PTRM, arXiv 2605.19943). Rollout k has a random sequence of
/// its own, so that its path is the same whether it is traced alone or among many.
/// </summary>
public sealed record NoiseOptions
{
    /// <summary>Most rollouts of one trace.</summary>
    public const int MaximumRollouts = 256;

    /// <summary>Standard deviation of the noise; a state's own values have a root mean square near 1.</summary>
    public double Sigma { get; init; } = 0.3;

    /// <summary>Seed of all rollouts.</summary>
    public long Seed { get; init; }

    /// <summary>What is disturbed.</summary>
    public NoiseTarget Target { get; init; } = NoiseTarget.Latent;

    /// <summary>First supervision step that is disturbed, from 1.</summary>
    public int FromStep { get; init; } = 1;

    /// <summary>Last supervision step that is disturbed; null for all that follow.</summary>
    public int? ToStep { get; init; }

    /// <summary>Rollouts in the fan; 0 traces one path without a fan.</summary>
    public int Rollouts { get; init; }

    /// <summary>Which rollout is traced in full, from 0.</summary>
    public int Traced { get; init; }

    /// <summary>Whether a supervision step (from 1) is disturbed.</summary>
    public bool Disturbs(int step) => Sigma > 0 && step >= FromStep && step <= (ToStep ?? int.MaxValue);
}
