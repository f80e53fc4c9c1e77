namespace TrmLab.Core.Runs;

/// <summary>One file of a checkpoint compared with its manifest.</summary>
/// <param name="Name">File name in the checkpoint's directory.</param>
/// <param name="Problem">One line that says what differs and where; null if nothing does.</param>
public sealed record FileCheck(string Name, string? Problem)
{
    /// <summary>True if the file is as the manifest says.</summary>
    public bool Ok => Problem is null;

    /// <summary>Every file of a checkpoint compared in length and hash.</summary>
    /// <exception cref="InputException">The manifest itself cannot be trusted.</exception>
    public static IReadOnlyList<FileCheck> All(string checkpoint) =>
        CheckpointManifest.Read(checkpoint).Files.Select(file => Of(checkpoint, file.Key, file.Value, content: true)).ToList();

    internal static FileCheck Of(string checkpoint, string name, FileDigest expected, bool content)
    {
        if (!IsPlainName(name))
            return new FileCheck(name, $"{checkpoint}: the manifest names '{name}', which is not a plain file name; do not use this checkpoint.");
        var path = Path.Combine(checkpoint, name);
        return new FileCheck(name, ProblemOf(path, expected, content));
    }

    internal static bool IsPlainName(string name) =>
        name.Length is > 0 and < 256 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', '\0', ':']) < 0
        && name is not (CheckpointManifest.FileName or CheckpointManifest.DigestFileName);

    private static string? ProblemOf(string path, FileDigest expected, bool content)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return $"{path}: missing.";
            if (file.LinkTarget is not null)
                return $"{path}: a symbolic link; a checkpoint holds its own files.";
            if (file.Length != expected.Bytes)
                return $"{path}: {file.Length} bytes, the manifest says {expected.Bytes}.";
            if (content && FileDigest.Of(path).Sha256 is var hash && hash != expected.Sha256)
                return $"{path}: SHA-256 {hash[..12]}..., the manifest says {expected.Sha256[..Math.Min(12, expected.Sha256.Length)]}...; the content has changed.";
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{path}: {e.Message.ReplaceLineEndings(" ")}";
        }
    }
}
