namespace TrmLab.Core.Fetching;

/// <summary>Where downloads are written; apart from the disk only so that a full one can be tried out.</summary>
internal interface IDownloadStorage
{
    /// <summary>Bytes that can still be written to a folder's disk; null where that cannot be told.</summary>
    long? FreeBytes(string directory);

    /// <summary>Opens a file at its end, or creates it, for this writer alone.</summary>
    Stream Append(string path);
}

internal sealed class DiskStorage : IDownloadStorage
{
    public long? FreeBytes(string directory)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    // Unbuffered: what was written before a failure is in the file, so its length says where to go on.
    public Stream Append(string path) => new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
}
