using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TrmLab.Trainer.Tests.Checkpoints;

/// <summary>The float32 weights of a golden archive: <c>params/</c> and <c>buffers/</c>, by state-dict key.</summary>
internal static partial class GoldenArchive
{
    internal static Dictionary<string, (long[] Shape, float[] Values)> Weights(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries
            .Where(entry => entry.Name.EndsWith(".npy", StringComparison.Ordinal) && (entry.FullName.StartsWith("params/", StringComparison.Ordinal) || entry.FullName.StartsWith("buffers/", StringComparison.Ordinal)))
            .ToDictionary(entry => entry.Name[..^4], Read);
    }

    private static (long[] Shape, float[] Values) Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var content = new byte[entry.Length];
        stream.ReadExactly(content);
        var headerLength = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(8));
        var header = Encoding.ASCII.GetString(content, 10, headerLength);
        Assert.Contains("'<f4'", header);
        Assert.Contains("'fortran_order': False", header);
        var shape = Numbers().Matches(header[header.IndexOf('(')..]).Select(match => long.Parse(match.Value)).ToArray();
        return (shape, MemoryMarshal.Cast<byte, float>(content.AsSpan(10 + headerLength)).ToArray());
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Numbers();
}
