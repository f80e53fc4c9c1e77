using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Training;

/// <summary>What is recorded of the data that a run was trained or tested on.</summary>
internal static class DataHashes
{
    private const long Told = 256L << 20;

    /// <summary>Content hashes by directory (<c>data DIRECTORY</c>).</summary>
    public static IEnumerable<KeyValuePair<string, string>> Of(IEnumerable<string> directories)
    {
        var cache = new DatasetHashCache(DataRoot.Path);
        foreach (var directory in directories.Distinct())
        {
            yield return new($"data {directory}", "sha256:" + cache.HashOf(directory, bytes =>
            {
                if (bytes > Told) Console.Error.WriteLine($"reading {directory} ({bytes >> 20} MB) for its content hash, this once");
            }));
        }
    }
}
