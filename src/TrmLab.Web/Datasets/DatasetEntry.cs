using System.Security.Cryptography;
using System.Text;

namespace TrmLab.Web.Datasets;

/// <summary>A data set directory that the lab knows.</summary>
/// <param name="Path">As a configuration names it: <c>datasets/NAME</c> or <c>samples/NAME</c>.</param>
/// <param name="Directory">Absolute.</param>
public sealed record DatasetEntry(string Path, string Directory)
{
    /// <summary>The splits that exist.</summary>
    public IReadOnlyList<string> Splits => [.. new[] { "train", "test" }.Where(split => Core.Puzzles.PuzzleDataset.HasSplit(Directory, split))];

    /// <summary>Size of all files.</summary>
    public long Bytes => Files().Sum(file => file.Length);

    /// <summary>Changes when a file comes, goes, or has another size or date; costs no reading.</summary>
    public string Fingerprint()
    {
        var lines = Files().Select(f => $"{System.IO.Path.GetRelativePath(Directory, f.FullName)} {f.Length} {f.LastWriteTimeUtc.Ticks}\n").Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(Directory).EnumerateFiles("*", SearchOption.AllDirectories);
}
