using System.Text.Json.Serialization;

namespace TrmLab.Core.Puzzles;

/// <summary>One bar of a difficulty histogram. Bars double in width (0, 1, 2-3, 4-7, ...), because ratings spread over orders of magnitude.</summary>
/// <param name="Minimum">Smallest rating of the bar.</param>
/// <param name="Maximum">Largest rating of the bar.</param>
/// <param name="Count">Original puzzles in it.</param>
public sealed record RatingBucket(
    [property: JsonPropertyName("min")] int Minimum,
    [property: JsonPropertyName("max")] int Maximum,
    [property: JsonPropertyName("count")] int Count)
{
    internal static IReadOnlyList<RatingBucket>? Histogram(IReadOnlyList<PuzzleSet> sets)
    {
        if (sets.All(set => set.Ratings is null))
        {
            return null;
        }

        const int mostBars = 32;
        int[] counts = new int[mostBars];
        foreach (PuzzleSet set in sets.Where(set => set.Ratings is not null))
        {
            for (int group = 0; group < set.Groups; group++)
            {
                int first = set.GroupIndices[group];
                if (first < set.GroupIndices[group + 1] && !float.IsNaN(set.Ratings![first]))
                {
                    counts[Bar((int)Math.Clamp(set.Ratings[first], 0, 1 << 30))]++;
                }
            }
        }

        int last = Array.FindLastIndex(counts, count => count > 0);
        return [.. counts.Take(last + 1).Select((count, bar) => new RatingBucket(bar == 0 ? 0 : 1 << (bar - 1), bar == 0 ? 0 : (1 << bar) - 1, count))];
    }

    private static int Bar(int rating) => rating == 0 ? 0 : int.Log2(rating) + 1;
}
