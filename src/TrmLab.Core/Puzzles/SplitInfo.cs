using System.Text.Json.Serialization;

namespace TrmLab.Core.Puzzles;

/// <summary>Counts of one split.</summary>
/// <param name="Name"><c>train</c> or <c>test</c>.</param>
/// <param name="Metadata">dataset.json.</param>
/// <param name="Examples">Rows of inputs and labels.</param>
/// <param name="Puzzles">Puzzles, augmented copies counted.</param>
/// <param name="Groups">Original puzzles.</param>
/// <param name="ElementType">numpy's name of the stored type of the inputs.</param>
/// <param name="Hash">Content hash of the split.</param>
/// <param name="Ratings">Original puzzles (the first of each group) by difficulty; null where the data set has no ratings.</param>
public sealed record SplitInfo(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("metadata")] DatasetMetadata Metadata,
    [property: JsonPropertyName("examples")] int Examples,
    [property: JsonPropertyName("puzzles")] int Puzzles,
    [property: JsonPropertyName("groups")] int Groups,
    [property: JsonPropertyName("element_type")] string ElementType,
    [property: JsonPropertyName("hash")] string Hash,
    [property: JsonPropertyName("ratings")] IReadOnlyList<RatingBucket>? Ratings)
{
    internal static SplitInfo Of(PuzzleDataset dataset, string hash) => new(
        dataset.Split,
        dataset.Metadata,
        dataset.Sets.Sum(set => set.Examples),
        dataset.Sets.Sum(set => set.Puzzles),
        dataset.Sets.Sum(set => set.Groups),
        dataset.Sets[0].Inputs.Header.Type.Descriptor(),
        hash,
        RatingBucket.Histogram(dataset.Sets));
}
