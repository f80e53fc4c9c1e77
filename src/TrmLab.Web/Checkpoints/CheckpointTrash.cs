using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Checkpoints;

/// <summary>A removed checkpoint that can still be put back.</summary>
/// <param name="Path">Where it lies now.</param>
/// <param name="Origin">Where it was, relative to the data folder.</param>
/// <param name="Bytes">Size on disk.</param>
/// <param name="Deleted">When it was removed.</param>
public sealed record TrashedCheckpoint(string Path, string Origin, long Bytes, DateTimeOffset Deleted);

/// <summary>
/// Removed checkpoints, in <c>data/trash-checkpoints</c> under the path that they had, until the trash is emptied. Moving is a rename: it
/// takes no time and no space, and a crash leaves the checkpoint whole in one place or the other.
/// </summary>
public sealed class CheckpointTrash(LabData data)
{
    private const string Mark = "deleted";

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 };

    private string Folder => data.CheckpointTrash;

    /// <summary>What lies there, newest step first.</summary>
    public IReadOnlyList<TrashedCheckpoint> All() => !Directory.Exists(Folder)
        ? []
        : [.. Directory.EnumerateFiles(Folder, CheckpointManifest.FileName, Everywhere).Select(f => Read(System.IO.Path.GetDirectoryName(f)!)).OfType<TrashedCheckpoint>().OrderByDescending(t => t.Origin, StringComparer.Ordinal)];

    /// <summary>Removes a checkpoint.</summary>
    /// <exception cref="InputException">It is not in the data folder, or cannot be moved.</exception>
    public TrashedCheckpoint Add(StoredCheckpoint checkpoint)
    {
        LabAccess.RequireChange();
        var origin = System.IO.Path.GetRelativePath(data.Root, checkpoint.Path);
        if (origin.StartsWith("..", StringComparison.Ordinal) || System.IO.Path.IsPathRooted(origin)) throw new InputException($"{checkpoint.Path}: is outside the data folder {data.Root}; remove it by hand");
        var trashed = new TrashedCheckpoint(System.IO.Path.Combine(Folder, origin), origin, checkpoint.Bytes, DateTimeOffset.UtcNow);
        Move(checkpoint.Path, trashed.Path, replace: true);
        File.WriteAllText(System.IO.Path.Combine(trashed.Path, Mark), "");
        return trashed;
    }

    /// <summary>Puts a checkpoint back where it was.</summary>
    /// <exception cref="InputException">Its run is gone, or another checkpoint has its place.</exception>
    public void Restore(TrashedCheckpoint trashed)
    {
        LabAccess.RequireChange();
        var target = System.IO.Path.Combine(data.Root, trashed.Origin);
        // The parent of a run's checkpoints is the run: without it there is nothing to put them back to.
        var run = System.IO.Path.GetDirectoryName(System.IO.Path.GetDirectoryName(target)!)!;
        if (!Directory.Exists(run)) throw new InputException($"{run}: the run is not there any more; the checkpoint stays in the trash");
        Move(trashed.Path, target, replace: false);
        File.Delete(System.IO.Path.Combine(target, Mark));
    }

    /// <summary>Deletes for good what was removed before a time; returns the bytes freed.</summary>
    /// <exception cref="InputException">A file cannot be removed.</exception>
    public long Empty(DateTimeOffset before)
    {
        LabAccess.RequireChange();
        var freed = 0L;
        foreach (var trashed in All().Where(t => t.Deleted < before))
        {
            DiskUse.Delete(new DirectoryInfo(trashed.Path));
            freed += trashed.Bytes;
        }

        return freed;
    }

    /// <summary>Deletes all that lies there; returns the bytes freed.</summary>
    public long Empty()
    {
        LabAccess.RequireChange();
        var bytes = All().Sum(t => t.Bytes);
        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
        return bytes;
    }

    private TrashedCheckpoint? Read(string directory)
    {
        try
        {
            return new TrashedCheckpoint(directory, System.IO.Path.GetRelativePath(Folder, directory), new DirectoryInfo(directory).EnumerateFiles().Sum(f => f.Length), DeletedAt(directory));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Put back or deleted meanwhile, or not to be read.
            return null;
        }
    }

    // Without the mark it was removed by an earlier version or killed in between: the folder around it changed at that moment or later.
    private static DateTimeOffset DeletedAt(string directory)
    {
        var mark = System.IO.Path.Combine(directory, Mark);
        return File.Exists(mark) ? File.GetLastWriteTimeUtc(mark) : Directory.GetLastWriteTimeUtc(System.IO.Path.GetDirectoryName(directory)!);
    }

    private static void Move(string from, string to, bool replace)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            if (Directory.Exists(to))
            {
                if (!replace) throw new InputException($"{to}: another checkpoint has its place; remove that one first");
                Directory.Delete(to, recursive: true);
            }

            Directory.Move(from, to);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{from}: cannot be moved to {to} ({e.Message})", e);
        }
    }
}
