using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Commands;

/// <summary>Asks whether results could be written before hours are spent on them.</summary>
internal static class OutputDirectory
{
    /// <summary>Refuses a directory that could not be written or made, and leaves nothing behind.</summary>
    /// <param name="option">What names it, for the message.</param>
    /// <exception cref="InputException">It cannot be written; says why.</exception>
    public static void Check(string option, string directory)
    {
        var nearest = Path.GetFullPath(directory);
        while (!Path.Exists(nearest)) nearest = Path.GetDirectoryName(nearest)!;
        if (File.Exists(nearest)) throw new InputException($"{option} {directory}: {nearest} is a file; choose another directory");
        try
        {
            using var file = new FileStream(DurableFile.TemporaryPath(nearest), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{option} {directory}: cannot be written ({e.Message}); choose another directory", e);
        }
    }
}
