namespace TrmLab.Core.Runs;

/// <summary>A person's wish to keep a checkpoint: an empty file <c>pinned</c> in its directory. No rule deletes what is pinned.</summary>
public static class CheckpointPin
{
    private const string FileName = "pinned";

    /// <summary>Whether the checkpoint is pinned.</summary>
    public static bool IsSet(string checkpoint) => File.Exists(Path.Combine(checkpoint, FileName));

    /// <summary>Pins it, or lets it go.</summary>
    /// <exception cref="IOException">The directory cannot be written.</exception>
    public static void Set(string checkpoint, bool pinned)
    {
        var path = Path.Combine(checkpoint, FileName);
        if (pinned) File.WriteAllBytes(path, []);
        else File.Delete(path);
    }
}
