using TrmLab.Core.Numerics;
using TrmLab.Trainer.Model;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Attempts that differ by Gaussian noise on the state before each supervision step. The noise belongs to (seed, example, attempt, step), so
/// it is the same in batches of any size and when other sequences have halted. One attempt without noise is the plain evaluation.
/// </summary>
internal sealed class NoisyRollouts(int count, StateNoise? noise, long seed) : IAttempts
{
    // Keeps these numbers apart from other uses of the seed.
    private const int Stream = 103;

    public string Kind => "rollouts";

    public int Count => count;

    public Carry? Disturb(Carry carry, IReadOnlyList<AttemptRow> rows, int step) =>
        noise is { Sigma: > 0 } ? carry.Perturbed(noise, [.. rows.Select(row => SeedOf(row, step))]) : null;

    private long SeedOf(AttemptRow row, int step) => Mix(Mix(Mix(Mix(seed, Stream), row.Example), row.Attempt), step);

    private static long Mix(long seed, int value) => unchecked((long)new SeededRandom(seed, value).NextUInt64());
}
