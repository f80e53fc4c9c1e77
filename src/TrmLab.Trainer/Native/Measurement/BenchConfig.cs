using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;

namespace TrmLab.Trainer.Native.Measurement;

/// <summary>A configuration whose speed is followed over time, on synthetic data of the same sizes.</summary>
/// <param name="Name">Short name.</param>
/// <param name="Description">What it stands for, in words.</param>
/// <param name="Shape">Network and data sizes.</param>
/// <param name="BatchSize">Sequences per step.</param>
public sealed record BenchConfig(string Name, string Description, ModelShape Shape, int BatchSize)
{
    /// <summary>What a step computes and keeps.</summary>
    /// <param name="threads">Of the native step; 0 for autograd.</param>
    public StepWork Work(int threads) => StepWork.Of(Shape, BatchSize, threads);

    /// <summary>The same configuration with some fields of a run's configuration replaced.</summary>
    /// <param name="assignments">Such as <c>arch.hidden_size=256</c> or <c>global_batch_size=8</c>.</param>
    /// <param name="tokens">Puzzle tokens; null as they are.</param>
    /// <exception cref="InputException">An assignment is wrong, or the network cannot be built.</exception>
    public BenchConfig With(IReadOnlyList<string> assignments, int? tokens)
    {
        if (assignments.Count == 0 && tokens is null)
            return this;
        if (tokens < 1)
            throw new InputException($"--tokens {tokens}: must be 1 or more");
        var run = ConfigJson.With(new RunConfig { Arch = Shape.Arch, BatchSize = BatchSize }, assignments);
        ConfigRules.Check(ArchRules.Problems(run.Arch), "bench");
        return new BenchConfig($"{Name} changed", Description, Shape with { Arch = run.Arch, SequenceLength = tokens ?? Shape.SequenceLength }, run.BatchSize);
    }
}
