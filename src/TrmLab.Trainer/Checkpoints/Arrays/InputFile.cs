using Microsoft.Win32.SafeHandles;
using TrmLab.Core;

namespace TrmLab.Trainer.Checkpoints.Arrays;

/// <summary>A file open for reading at any position; what goes wrong with it is the user's to mend, so it is said as input errors.</summary>
internal sealed class InputFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private InputFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
        Length = RandomAccess.GetLength(handle);
    }

    internal string Path { get; }

    internal long Length { get; }

    internal static InputFile Open(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: a directory; give a file.");
        try
        {
            return new InputFile(path, File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException e)
        {
            throw new InputException($"{path}: no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{path}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal void Read(long offset, Span<byte> destination)
    {
        try
        {
            while (destination.Length > 0)
            {
                var read = RandomAccess.Read(_handle, destination, offset);
                if (read == 0)
                    throw new InputException($"{Path}: ends at byte {offset}, more was announced; the file is cut off, copy it again.");
                destination = destination[read..];
                offset += read;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: cannot be read at byte {offset}: {e.Message.ReplaceLineEndings(" ")}", e);
        }
    }

    internal byte[] Read(long offset, int count)
    {
        var bytes = new byte[count];
        Read(offset, bytes);
        return bytes;
    }

    public void Dispose() => _handle.Dispose();
}
