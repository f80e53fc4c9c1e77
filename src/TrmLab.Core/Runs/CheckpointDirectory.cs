using System.Globalization;
using System.Text;

namespace TrmLab.Core.Runs;

/// <summary>
/// Checkpoints of a run: <c>checkpoints/step_000000100/</c> with a <see cref="CheckpointManifest"/>. A directory under its final name is
/// complete: it is built under a temporary name, every file and directory is flushed to the disk, and then it is renamed.
/// </summary>
public static class CheckpointDirectory
{
    private const string Prefix = "step_";

    /// <summary>Directory name of a step; names sort like steps.</summary>
    public static string NameOf(long step) => $"{Prefix}{step:D9}";

    /// <summary>
    /// Writes the checkpoint of <c>manifest.Step</c> under <paramref name="root"/>, replacing one of the same step in one move. Leftovers of
    /// writers that were killed are removed first, so there must be one writer per root (the run's lock sees to that).
    /// </summary>
    /// <param name="root">The run's <c>checkpoints</c> directory; created if absent.</param>
    /// <param name="manifest">Step, network and metrics; <see cref="CheckpointManifest.Files"/> is filled in here.</param>
    /// <param name="write">Writes the files. If it throws, nothing is left behind and older checkpoints are untouched.</param>
    /// <returns>The checkpoint's directory.</returns>
    public static string Write(string root, CheckpointManifest manifest, Action<CheckpointFiles> write)
    {
        Directory.CreateDirectory(root);
        RemoveLeftovers(root);
        var target = Path.Combine(root, NameOf(manifest.Step));
        WriteTo(target, manifest, write);
        return target;
    }

    /// <summary>Writes a single checkpoint outside a run, such as an import, to a directory of any name.</summary>
    /// <inheritdoc cref="Write" path="/param"/>
    public static void WriteTo(string target, CheckpointManifest manifest, Action<CheckpointFiles> write)
    {
        target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        var temporary = DurableFile.TemporaryPath(parent);
        Directory.CreateDirectory(temporary);
        try
        {
            var files = new CheckpointFiles(temporary);
            write(files);
            var content = (manifest with { Files = files.Digests }).ToJson();
            DurableFile.WriteNew(Path.Combine(temporary, CheckpointManifest.FileName), stream => stream.Write(content));
            DurableFile.WriteNew(
                Path.Combine(temporary, CheckpointManifest.DigestFileName),
                stream => stream.Write(Encoding.ASCII.GetBytes(CheckpointManifest.DigestLine(content))));
            NativeFiles.SyncDirectory(temporary);
            MoveInto(temporary, target, parent);
        }
        catch
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
            throw;
        }
    }

    /// <summary>The checkpoints under <paramref name="root"/>, newest first, damaged ones included with the reason. Reads manifests and file lengths, not contents.</summary>
    public static IReadOnlyList<CheckpointEntry> List(string root)
    {
        if (!Directory.Exists(root))
            return [];
        return Directory.EnumerateDirectories(root, Prefix + "*")
            .Select(path => (Path: path, Step: StepOf(path)))
            .Where(found => found.Step >= 0)
            .OrderByDescending(found => found.Step)
            .Select(found => CheckpointEntry.Inspect(found.Path, found.Step))
            .ToList();
    }

    /// <summary>The newest checkpoint whose every hash is right; the damaged ones that were passed over are handed to <paramref name="skipped"/>.</summary>
    /// <returns>Null if there is none.</returns>
    public static CheckpointEntry? FindNewest(string root, Action<CheckpointEntry> skipped)
    {
        foreach (var entry in List(root))
        {
            var verified = entry.Damage is null ? entry with { Damage = DamageIn(entry.Path, entry.Manifest!) } : entry;
            if (verified.Damage is null)
                return verified;
            skipped(verified);
        }

        return null;
    }

    /// <summary>Opens one checkpoint for use: manifest read, every file's length and hash checked.</summary>
    /// <exception cref="InputException">Not a checkpoint, or damaged; names the file.</exception>
    public static CheckpointManifest Open(string path)
    {
        if (!File.Exists(Path.Combine(path, CheckpointManifest.FileName)))
            throw new InputException($"{path}: no checkpoint here ({CheckpointManifest.FileName} is missing); give a directory such as checkpoints/{NameOf(1000)}.");
        var manifest = CheckpointManifest.Read(path);
        return DamageIn(path, manifest) is { } damage ? throw new InputException(damage) : manifest;
    }

    /// <summary>Removes a checkpoint. Its name goes first, so a kill in between leaves no half checkpoint.</summary>
    public static void Delete(string path)
    {
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))!;
        var doomed = DurableFile.TemporaryPath(parent);
        Directory.Move(path, doomed);
        NativeFiles.SyncDirectory(parent);
        Directory.Delete(doomed, recursive: true);
    }

    /// <summary>Removes what killed writers left under temporary names.</summary>
    public static void RemoveLeftovers(string root)
    {
        foreach (var leftover in Directory.EnumerateDirectories(root, DurableFile.TemporaryPrefix + "*"))
            Directory.Delete(leftover, recursive: true);
    }

    /// <summary>The first difference between a checkpoint's files and its manifest, or null. Reads every byte.</summary>
    internal static string? DamageIn(string path, CheckpointManifest manifest) =>
        manifest.Files.Select(file => FileCheck.Of(path, file.Key, file.Value, content: true)).FirstOrDefault(check => !check.Ok)?.Problem;

    private static void MoveInto(string temporary, string target, string parent)
    {
        if (!Directory.Exists(target))
        {
            Directory.Move(temporary, target);
            NativeFiles.SyncDirectory(parent);
            return;
        }

        if (!NativeFiles.TryExchange(temporary, target))
        {
            // Two moves: a kill between them loses this step's old checkpoint, not the others.
            var aside = DurableFile.TemporaryPath(parent);
            Directory.Move(target, aside);
            Directory.Move(temporary, target);
            temporary = aside;
        }

        NativeFiles.SyncDirectory(parent);
        Directory.Delete(temporary, recursive: true);
    }

    private static long StepOf(string path) =>
        long.TryParse(Path.GetFileName(path).AsSpan(Prefix.Length), NumberStyles.None, null, out var step) ? step : -1;
}
