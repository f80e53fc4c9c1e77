using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results;

/// <summary>What stopping where the network would halt comes to; a puzzle at which it would not runs all steps.</summary>
/// <param name="Exact">Share of exact answers at that step.</param>
/// <param name="MeanSteps">Supervision steps on average.</param>
/// <param name="Halted">Share of puzzles at which it would halt.</param>
public sealed record HaltingSummary(Share Exact, double MeanSteps, double Halted)
{
    /// <summary>From results by puzzle.</summary>
    public static HaltingSummary Of(IReadOnlyList<PuzzleResult> puzzles) => new(
        Share.Of(puzzles, p => p.ExactAtHalt),
        puzzles.Count == 0 ? double.NaN : puzzles.Average(p => p.WouldHaltStep > 0 ? p.WouldHaltStep : p.Steps),
        Share.Of(puzzles, p => p.WouldHaltStep > 0).Value);
}
