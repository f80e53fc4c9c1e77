using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace TrmLab.Core.Puzzles;

/// <summary>
/// Content hashes of large data sets in <c>cache/hashes</c> of the data folder, valid while no file changes, so that a data set is read for it only
/// once. Deleting the folder costs only time.
/// </summary>
/// <param name="dataRoot">The data folder.</param>
/// <param name="leastKept">Bytes from which on a hash is kept: smaller data sets are read in a moment.</param>
public sealed class DatasetHashCache(string dataRoot, long leastKept = 16L << 20)
{
    private string Folder => Path.Combine(dataRoot, "cache", "hashes");

    /// <summary>The hash of a directory as <see cref="DatasetHash"/> defines it.</summary>
    /// <param name="directory">Absolute.</param>
    /// <exception cref="InputException">The directory holds no readable data set.</exception>
    public string HashOf(string directory)
    {
        if (DatasetFingerprint.Bytes(directory) < leastKept) return DatasetHash.OfDirectory(directory);
        // Before reading: a change meanwhile makes the entry void, not wrong.
        var fingerprint = DatasetFingerprint.Of(directory);
        if (Known(directory, fingerprint) is { } known) return known;
        var hash = DatasetHash.OfDirectory(directory);
        Keep(directory, fingerprint, hash);
        return hash;
    }

    /// <summary>The hash that was kept of a directory as it is now; null if there is none.</summary>
    public string? Known(string directory) => Known(directory, DatasetFingerprint.Of(directory));

    /// <summary>Keeps a hash that was found for another purpose.</summary>
    /// <param name="fingerprint">Of the directory before it was read.</param>
    public void Keep(string directory, string fingerprint, string hash)
    {
        if (DatasetFingerprint.Bytes(directory) >= leastKept) Write(new Entry(directory, fingerprint, hash));
    }

    private string? Known(string directory, string fingerprint) => Read(directory) is { } entry && entry.Fingerprint == fingerprint ? entry.Hash : null;

    private Entry? Read(string directory)
    {
        try
        {
            return JsonSerializer.Deserialize<Entry>(File.ReadAllBytes(FileOf(directory))) is { Fingerprint: not null, Hash: not null } entry && entry.Directory == directory ? entry : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private void Write(Entry entry)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            var temporary = Runs.DurableFile.TemporaryPath(Folder);
            File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(entry));
            File.Move(temporary, FileOf(entry.Directory), overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It only saves time.
        }
    }

    private string FileOf(string directory) => Path.Combine(Folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(directory)))[..24] + ".json");

    private sealed record Entry(string Directory, string Fingerprint, string Hash);
}
