using System.Security.Cryptography;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Runs;

/// <summary>Length and content hash of a file, as checkpoints and exports record them.</summary>
/// <param name="Bytes">Length in bytes.</param>
/// <param name="Sha256">SHA-256 of the content, 64 lower-case hexadecimal digits.</param>
public sealed record FileDigest(
    [property: JsonPropertyName("bytes")] long Bytes,
    [property: JsonPropertyName("sha256")] string Sha256)
{
    /// <summary>Reads the whole file once, with constant memory.</summary>
    public static FileDigest Of(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        var hash = Convert.ToHexStringLower(SHA256.HashData(stream));
        return new FileDigest(stream.Position, hash);
    }
}
