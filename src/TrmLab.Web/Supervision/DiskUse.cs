using TrmLab.Core;

namespace TrmLab.Web.Supervision;

/// <summary>How much room files take, and how it is freed.</summary>
public static class DiskUse
{
    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint };

    /// <summary>Bytes of all files below a folder, or of one file; what vanishes meanwhile counts as nothing, links are not followed.</summary>
    public static long Of(string path)
    {
        if (File.Exists(path)) return new FileInfo(path).Length;
        if (!Directory.Exists(path)) return 0;
        var sum = 0L;
        foreach (var file in new DirectoryInfo(path).EnumerateFiles("*", Everything))
        {
            try
            {
                sum += file.Length;
            }
            catch (FileNotFoundException)
            {
                // Gone since it was listed.
            }
        }

        return sum;
    }

    /// <summary>Deletes a file, or a folder with all that is in it.</summary>
    /// <exception cref="InputException">It cannot be removed.</exception>
    public static void Delete(FileSystemInfo entry)
    {
        try
        {
            if (entry is DirectoryInfo folder) folder.Delete(recursive: true);
            else entry.Delete();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{entry.FullName}: cannot be removed: {e.Message}", e);
        }
    }
}
