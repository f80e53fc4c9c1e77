using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results;

/// <summary>What changed from one evaluation to the next of the same weights.</summary>
/// <param name="NewlySolved">Solved now and not before.</param>
/// <param name="NewlyBroken">Solved before and not now.</param>
/// <param name="OnlyInOne">Puzzles that only one of the two tested.</param>
public sealed record ChangedPuzzles(IReadOnlyList<PuzzleKey> NewlySolved, IReadOnlyList<PuzzleKey> NewlyBroken, int OnlyInOne)
{
    /// <summary>Compares two evaluations.</summary>
    /// <exception cref="InputException">They have no puzzle in common.</exception>
    public static ChangedPuzzles Between(IReadOnlyList<PuzzleResult> before, IReadOnlyList<PuzzleResult> now)
    {
        var pairs = PairedComparison.Of(before, now);
        return new ChangedPuzzles(pairs.OnlyB, pairs.OnlyA, pairs.MissingInA + pairs.MissingInB);
    }
}

/// <summary>Puzzles in the order of how well they went.</summary>
public static class RankedPuzzles
{
    /// <summary>Fewest right cells first; among equals the lowest halting logit, then the order of the data.</summary>
    public static IReadOnlyList<PuzzleResult> Worst(IEnumerable<PuzzleResult> puzzles, int count) =>
        [.. puzzles.Where(p => !p.Exact).OrderBy(p => p.CellAccuracy).ThenBy(p => p.HaltLogit).ThenBy(p => p.Index).Take(count)];

    /// <summary>Solved puzzles, the hardest first where the data rate them; among equals those solved in the fewest steps.</summary>
    public static IReadOnlyList<PuzzleResult> Best(IEnumerable<PuzzleResult> puzzles, int count) =>
        [.. puzzles.Where(p => p.Exact).OrderByDescending(p => double.IsNaN(p.Rating) ? double.NegativeInfinity : p.Rating).ThenBy(p => p.FirstExactStep).ThenBy(p => p.Index).Take(count)];
}
