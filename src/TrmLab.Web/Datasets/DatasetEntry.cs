using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Datasets;

/// <summary>A data set directory that the lab knows.</summary>
/// <param name="Path">As a configuration names it: <c>datasets/NAME</c> or <c>samples/NAME</c>.</param>
/// <param name="Directory">Absolute.</param>
public sealed record DatasetEntry(string Path, string Directory)
{
    /// <summary>The splits that exist.</summary>
    public IReadOnlyList<string> Splits => [.. new[] { "train", "test" }.Where(split => PuzzleDataset.HasSplit(Directory, split))];

    /// <summary>Size of all files.</summary>
    public long Bytes => DatasetFingerprint.Bytes(Directory);

    /// <inheritdoc cref="DatasetFingerprint.Of"/>
    public string Fingerprint() => DatasetFingerprint.Of(Directory);
}
