namespace TrmLab.Core.Interchange;

/// <summary>Turns what the file system answers into messages for the user.</summary>
internal static class InterchangeFiles
{
    public static FileStream OpenRead(string path) => Guarded(path, () =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan));

    public static T Guarded<T>(string source, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new InputException($"{source}: cannot be read ({e.Message})", e);
        }
    }
}
