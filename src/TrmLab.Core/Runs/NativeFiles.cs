using System.Runtime.InteropServices;

namespace TrmLab.Core.Runs;

/// <summary>The two file operations that .NET lacks: flushing a directory's entries to the disk, and swapping two names in one step.</summary>
internal static partial class NativeFiles
{
    private const int OpenReadOnlyCloseOnExec = 0x80000;
    private const int CurrentDirectory = -100;
    private const uint Exchange = 2;

    /// <summary>Makes creations and renames inside <paramref name="directory"/> survive a power cut. Outside Linux the file system is trusted.</summary>
    internal static void SyncDirectory(string directory)
    {
        if (!OperatingSystem.IsLinux())
            return;

        var descriptor = Open(directory, OpenReadOnlyCloseOnExec);
        if (descriptor < 0)
            throw new IOException($"{directory}: cannot be opened to flush it to the disk: {Marshal.GetLastPInvokeErrorMessage()}");
        try
        {
            const int invalidForThisFileSystem = 22;
            if (Sync(descriptor) != 0 && Marshal.GetLastPInvokeError() != invalidForThisFileSystem)
                throw new IOException($"{directory}: cannot be flushed to the disk: {Marshal.GetLastPInvokeErrorMessage()}");
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    /// <summary>Swaps two existing names without a moment at which either is absent.</summary>
    /// <returns>False where the system or the file system cannot.</returns>
    internal static bool TryExchange(string first, string second)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return RenameAt2(CurrentDirectory, first, CurrentDirectory, second, Exchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // a C library older than glibc 2.28
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int RenameAt2(int oldDirectory, string oldPath, int newDirectory, string newPath, uint flags);
}
