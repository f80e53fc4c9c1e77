using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Training;

/// <summary>What is recorded of the data that a run was trained or tested on.</summary>
internal static class DataHashes
{
    // Hashing reads every value; a data set beyond this takes long enough that `data info` is the place for it.
    private const long HashedAtStart = 256L << 20;

    /// <summary>Content hashes by directory (<c>data DIRECTORY</c>); data too large to hash at every start are named as such.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<string> directories)
    {
        foreach (var directory in directories.Distinct())
        {
            var bytes = new DirectoryInfo(directory).EnumerateFiles("*.npy", SearchOption.AllDirectories).Sum(f => f.Length);
            yield return new($"data {directory}", bytes <= HashedAtStart ? "sha256:" + DatasetHash.OfDirectory(directory) : $"{bytes} bytes, not hashed at the start; see `trmlab data info`");
        }
    }
}
