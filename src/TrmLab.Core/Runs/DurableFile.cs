using System.Text;

namespace TrmLab.Core.Runs;

/// <summary>
/// Writes a file so that a crash or a power cut leaves the old content or the new one, never a mixture: temporary file beside the target,
/// flush to the disk, rename over the target, flush of the directory that holds the name.
/// </summary>
public static class DurableFile
{
    /// <summary>Begins the name of everything unfinished; readers pass over such names and the next writer removes them.</summary>
    public const string TemporaryPrefix = ".tmp-";

    /// <summary>Replaces <paramref name="path"/> by what <paramref name="write"/> writes. If that throws, the target is untouched.</summary>
    /// <returns>Length and SHA-256, computed while writing.</returns>
    public static FileDigest Write(string path, Action<Stream> write)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var temporary = TemporaryPath(directory);
        try
        {
            var digest = WriteNew(temporary, write);
            File.Move(temporary, path, overwrite: true);
            NativeFiles.SyncDirectory(directory);
            return digest;
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Replaces <paramref name="path"/> by UTF-8 text without a byte order mark.</summary>
    public static FileDigest WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Creates a file that must not exist and flushes it to the disk; its name is durable only once its directory is synced.</summary>
    internal static FileDigest WriteNew(string path, Action<Stream> write)
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        using var hashing = new HashingStream(file);
        write(hashing);
        file.Flush(flushToDisk: true);
        return hashing.Digest();
    }

    /// <summary>A new name in a directory that no reader takes for a finished file.</summary>
    public static string TemporaryPath(string directory) => Path.Combine(directory, TemporaryPrefix + Guid.NewGuid().ToString("N"));
}
