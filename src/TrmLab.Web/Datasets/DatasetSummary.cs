using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Web.Datasets;

/// <summary>One row of the list: what can be told without reading values, and the last check if it still holds.</summary>
/// <param name="Entry">The directory.</param>
/// <param name="Kind">Puzzles.</param>
/// <param name="Train">Metadata; null without the split.</param>
/// <param name="Test">Metadata; null without the split.</param>
/// <param name="Bytes">Size of all files.</param>
/// <param name="Check">The last check; null if there is none of these files.</param>
/// <param name="Error">Why the directory cannot be read; empty otherwise.</param>
public sealed record DatasetSummary(DatasetEntry Entry, DatasetKind Kind, DatasetMetadata? Train, DatasetMetadata? Test, long Bytes, DatasetCheck? Check, string Error)
{
    public static DatasetSummary Of(DatasetEntry entry, CheckCache cache)
    {
        var bytes = 0L;
        try
        {
            bytes = entry.Bytes;
            return new DatasetSummary(entry, DatasetKind.Of(entry.Directory, entry.Splits[0]), Metadata("train"), Metadata("test"), bytes, cache.Read(entry), "");
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            return new DatasetSummary(entry, new DatasetKind(PuzzleFamily.Other, 0), null, null, bytes, null, e.Message);
        }

        DatasetMetadata? Metadata(string split) => entry.Splits.Contains(split) ? DatasetMetadata.Load(Path.Combine(entry.Directory, split, "dataset.json")) : null;
    }
}
