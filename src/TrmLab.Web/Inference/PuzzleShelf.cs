using TrmLab.Core.Puzzles;
using TrmLab.Core.Tracing;

namespace TrmLab.Web.Inference;

/// <summary>How many puzzles a data set's test split has, and how hard they are.</summary>
/// <param name="Directory">Data set directory.</param>
/// <param name="Split"><c>test</c>, or <c>train</c> where there is no test split.</param>
/// <param name="Count">Examples of all sets.</param>
/// <param name="Ratings">Difficulty by example; NaN where unknown.</param>
public sealed record PuzzleShelf(string Directory, string Split, int Count, float[] Ratings)
{
    /// <summary>Whether any puzzle is rated.</summary>
    public bool IsRated { get; } = Ratings.Any(float.IsFinite);

    /// <summary>Looks at a data set.</summary>
    /// <exception cref="Core.InputException">It is missing or damaged.</exception>
    public static PuzzleShelf Open(string directory)
    {
        var split = CheckpointData.SplitOf(directory);
        using var data = PuzzleDataset.Open(directory, split);
        return new PuzzleShelf(directory, split, data.Sets.Sum(set => set.Examples), [.. data.Sets.SelectMany(RatingsOf)]);
    }

    /// <summary>The examples that pass, in order.</summary>
    /// <param name="outcomes">Which weights solve which example; null where nobody evaluated.</param>
    public IReadOnlyList<int> Choose(string filter, double? from, double? to, TraceWeights weights, PuzzleOutcomes? outcomes) =>
    [
        .. Enumerable.Range(0, Count).Where(example =>
            (from is null || Ratings[example] >= from) && (to is null || Ratings[example] <= to) && (filter == "all" || outcomes?.Passes(example, filter, weights) == true)),
    ];

    private static IEnumerable<float> RatingsOf(PuzzleSet set) =>
        Enumerable.Range(0, set.Examples).Select(example => set.Ratings is { } ratings ? ratings[set.PuzzleOf(example)] : float.NaN);
}
