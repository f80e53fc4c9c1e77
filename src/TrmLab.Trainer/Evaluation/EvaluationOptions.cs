using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Evaluation;

/// <summary>How to evaluate. The defaults are the reference's evaluation: one attempt, all supervision steps, every example.</summary>
public sealed record EvaluationOptions
{
    /// <summary>Sequences per batch; 0 = as many as the device holds (<see cref="BatchCapacity"/>).</summary>
    public int BatchSize { get; init; }

    /// <summary>What several ranks make of the size that each would choose: they evaluate the same batches together.</summary>
    public Func<int, int> Agreed { get; init; } = size => size;

    /// <summary>Examples per set, from the first on; 0 = all.</summary>
    public int Limit { get; init; }

    /// <summary>Stops computing a sequence where the network halts, instead of only noting when that was.</summary>
    public bool EarlyHalt { get; init; }

    /// <summary>Attempts at each puzzle that differ by their noise (PTRM, arXiv 2605.19943).</summary>
    public int Rollouts { get; init; } = 1;

    /// <summary>Noise before each supervision step of every rollout; null = none.</summary>
    public StateNoise? Noise { get; init; }

    /// <summary>Attempts at each Sudoku that differ by a symmetry; the first is the puzzle as it stands.</summary>
    public int Symmetries { get; init; } = 1;

    /// <summary>Seed of noise and symmetries.</summary>
    public long Seed { get; init; }

    /// <summary>Keeps the results of every attempt, not only of the first.</summary>
    public bool KeepAttempts { get; init; }
}
