using TrmLab.Core.Configuration;

namespace TrmLab.Core.Sweeps;

/// <summary>Plans that repeat one configuration.</summary>
public static class SeedPlans
{
    /// <summary>Runs that one plan may make.</summary>
    public const int Limit = 200;

    /// <summary>The same configuration with <paramref name="count"/> seeds, from its own one on.</summary>
    /// <exception cref="InputException">None, or too many.</exception>
    public static IReadOnlyList<PlannedRun> Seeds(RunConfig basis, int count)
    {
        Check(count);
        return [.. Words(basis, count).Select(seed => PlannedRun.Of(basis, [seed]))];
    }

    /// <summary>With and without the moving average, each with <paramref name="count"/> seeds; the two of a seed follow each other, so that a plan cut short still has pairs.</summary>
    /// <exception cref="InputException">None, or too many.</exception>
    public static IReadOnlyList<PlannedRun> EmaAblation(RunConfig basis, int count)
    {
        Check(2 * count);
        return [.. Words(basis, count).SelectMany(seed => new[] { PlannedRun.Of(basis, ["ema=true", seed]), PlannedRun.Of(basis, ["ema=false", seed]) })];
    }

    internal static IEnumerable<string> Words(RunConfig basis, int count) => Enumerable.Range(0, count).Select(i => $"seed={basis.Seed + i}");

    internal static void Check(long count)
    {
        if (count is < 1 or > Limit) throw new InputException($"{count} runs: a plan has between 1 and {Limit}");
    }
}
