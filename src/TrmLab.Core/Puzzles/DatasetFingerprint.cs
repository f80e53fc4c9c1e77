using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Core.Puzzles;

/// <summary>Tells without reading a data set whether it may have changed.</summary>
public static class DatasetFingerprint
{
    /// <summary>Changes when a file comes, goes, or has another size or date. Hexadecimal.</summary>
    public static string Of(string directory)
    {
        var lines = Files(directory).Select(f => $"{Path.GetRelativePath(directory, f.Path)} {f.Content.Length} {f.Content.LastWriteTimeUtc.Ticks}\n").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    /// <summary>Size of all files.</summary>
    public static long Bytes(string directory) => Files(directory).Sum(f => f.Content.Length);

    // A link's own size and date say nothing of the file that it leads to.
    private static IEnumerable<(string Path, FileInfo Content)> Files(string directory) =>
        new DirectoryInfo(directory).EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (file.FullName, file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target : file));
}
