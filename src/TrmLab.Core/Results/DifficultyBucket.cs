using TrmLab.Core.Runs;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Results;

/// <summary>Puzzles of similar difficulty. Buckets double in width (0, 1, 2-3, 4-7, ...) as in the data sets' own histograms.</summary>
/// <param name="Minimum">Smallest rating.</param>
/// <param name="Maximum">Largest rating.</param>
/// <param name="Count">Puzzles.</param>
/// <param name="Exact">Share that is exact after the last step.</param>
/// <param name="Accuracy">Mean share of right cells.</param>
/// <param name="MeanSteps">Supervision steps until the network would halt, on average.</param>
public sealed record DifficultyBucket(long Minimum, long Maximum, int Count, Share Exact, double Accuracy, double MeanSteps)
{
    /// <summary>All buckets that have a puzzle; none where the data do not rate.</summary>
    public static IReadOnlyList<DifficultyBucket> Of(IReadOnlyList<PuzzleResult> puzzles) =>
    [
        .. puzzles.Where(p => !double.IsNaN(p.Rating)).GroupBy(p => Bar(p.Rating)).OrderBy(bar => bar.Key).Select(bar => Of(bar.Key, [.. bar])),
    ];

    private static DifficultyBucket Of(int bar, PuzzleResult[] puzzles) => new(
        bar == 0 ? 0 : 1L << (bar - 1),
        bar == 0 ? 0 : (1L << bar) - 1,
        puzzles.Length,
        Share.Of(puzzles, p => p.Exact),
        puzzles.Average(p => p.CellAccuracy),
        HaltingSummary.Of(puzzles).MeanSteps);

    private static int Bar(double rating) => rating < 1 ? 0 : int.Log2((int)Math.Min(rating, 1 << 30)) + 1;
}
