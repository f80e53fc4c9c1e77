using System.Text.Json.Serialization;

namespace TrmLab.Core.Puzzles;

/// <summary>What a data set directory holds, as <c>data info</c> prints it.</summary>
/// <param name="Directory">Full path.</param>
/// <param name="Hash">Content hash, see <see cref="DatasetHash"/>.</param>
/// <param name="Identifiers">Names in identifiers.json.</param>
/// <param name="Bytes">Size of all files.</param>
/// <param name="Splits">The splits that exist.</param>
public sealed record DatasetInfo(
    [property: JsonPropertyName("directory")] string Directory,
    [property: JsonPropertyName("hash")] string Hash,
    [property: JsonPropertyName("identifiers")] int Identifiers,
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("splits")] IReadOnlyList<SplitInfo> Splits)
{
    /// <summary>Reads every value once: checks it against the vocabulary and hashes it.</summary>
    /// <exception cref="InputException">The directory holds no data set, or a damaged one.</exception>
    public static DatasetInfo Read(string directory, CancellationToken cancellationToken = default)
    {
        string path = Path.GetFullPath(directory);
        var splits = new List<SplitInfo>();
        foreach (string name in new[] { "train", "test" }.Where(split => PuzzleDataset.HasSplit(path, split)))
        {
            using var dataset = PuzzleDataset.Open(path, name);
            foreach (PuzzleSet set in dataset.Sets)
            {
                set.CheckValues(cancellationToken);
            }

            splits.Add(SplitInfo.Of(dataset, DatasetHash.OfSplit(dataset, cancellationToken)));
        }

        string hash = DatasetHash.OfSplits(path, splits.Select(split => KeyValuePair.Create(split.Name, split.Hash)));
        long bytes = new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        return new DatasetInfo(path, hash, PuzzleDataset.ReadIdentifiers(path).Count, bytes, splits);
    }
}
