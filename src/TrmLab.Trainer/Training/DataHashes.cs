using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Training;

/// <summary>What is recorded of the data that a run was trained or tested on.</summary>
internal static class DataHashes
{
    // Takes seconds; a run cannot be stopped meanwhile, so more is left to whoever checks the data set.
    private const long HashedAtStart = 1L << 30;

    /// <summary>Content hashes by directory (<c>data DIRECTORY</c>); data too large to hash at a start, and not hashed before, are named as such.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<string> directories)
    {
        var cache = new DatasetHashCache(DataRoot.Path);
        foreach (var directory in directories.Distinct())
        {
            var bytes = DatasetFingerprint.Bytes(directory);
            var hash = bytes <= HashedAtStart ? cache.HashOf(directory) : cache.Known(directory);
            yield return new($"data {directory}", hash is null ? $"{bytes} bytes, not hashed at the start; see `trmlab data info`" : "sha256:" + hash);
        }
    }
}
