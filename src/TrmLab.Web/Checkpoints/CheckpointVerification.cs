using System.Collections.Concurrent;
using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Checkpoints;

/// <summary>What reading every byte of a checkpoint showed.</summary>
/// <param name="Problem">The first difference from the manifest; null if there is none.</param>
/// <param name="At">When it was read.</param>
public sealed record VerifiedCheckpoint(string? Problem, DateTimeOffset At);

/// <summary>Compares checkpoints with their recorded hashes and remembers the outcome while no file changes.</summary>
public sealed class CheckpointVerification
{
    private readonly ConcurrentDictionary<string, (string Signature, VerifiedCheckpoint Result)> _known = new();

    /// <summary>The outcome for the files as they are now; null if they were not read yet.</summary>
    public VerifiedCheckpoint? Of(StoredCheckpoint checkpoint) =>
        _known.TryGetValue(checkpoint.Path, out var known) && known.Signature == SignatureOf(checkpoint.Path) ? known.Result : null;

    /// <summary>Reads every file; long for large checkpoints.</summary>
    public VerifiedCheckpoint Verify(StoredCheckpoint checkpoint)
    {
        // Before reading: a change meanwhile makes the outcome void, not wrong.
        var signature = SignatureOf(checkpoint.Path);
        string? problem;
        try
        {
            problem = FileCheck.All(checkpoint.Path).FirstOrDefault(f => !f.Ok)?.Problem;
        }
        catch (InputException e)
        {
            problem = e.Message;
        }

        var result = new VerifiedCheckpoint(problem, DateTimeOffset.UtcNow);
        _known[checkpoint.Path] = (signature, result);
        return result;
    }

    private static string SignatureOf(string path) => Directory.Exists(path)
        ? string.Join('|', new DirectoryInfo(path).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}:{f.Length}:{f.LastWriteTimeUtc.Ticks}"))
        : "";
}
