namespace TrmLab.Core.Runs;

/// <summary>The files of a checkpoint that is being written; each is flushed to the disk and hashed as it is written.</summary>
public sealed class CheckpointFiles
{
    private readonly string _directory;
    private readonly SortedDictionary<string, FileDigest> _digests = new(StringComparer.Ordinal);

    internal CheckpointFiles(string directory) => _directory = directory;

    internal IReadOnlyDictionary<string, FileDigest> Digests => _digests;

    /// <summary>Adds a file. The stream is write-only and forward-only.</summary>
    /// <param name="name">A plain file name.</param>
    /// <param name="write">Writes the content.</param>
    public void Add(string name, Action<Stream> write)
    {
        if (!FileCheck.IsPlainName(name) || _digests.ContainsKey(name))
            throw new ArgumentException($"'{name}' is not a new plain file name.", nameof(name));
        _digests.Add(name, DurableFile.WriteNew(Path.Combine(_directory, name), write));
    }
}
