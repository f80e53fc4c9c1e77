using System.Text;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Queue;
using TrmLab.Web.Security;

namespace TrmLab.Web.Supervision;

/// <summary><c>data/trash</c>: deleted runs, whole. Deleting and restoring are one rename each.</summary>
public sealed class RunTrash(LabData data, RunFolder folder, RunIngest ingest, RunStates states, LaunchQueue queue)
{
    private string Folder => data.Trash;

    /// <summary>What is in it, the last deleted first.</summary>
    public IReadOnlyList<TrashedRun> All => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder).Select(RunDirectory.At).Select(Read).OrderByDescending(r => r.Deleted)]
        : [];

    /// <summary>Deletes a run that is over.</summary>
    /// <exception cref="InputException">A trainer has it or is about to, it waits in a queue, or it cannot be moved.</exception>
    public TrashedRun Put(RunDirectory run)
    {
        LabAccess.RequireChange();
        states.Look(run, DateTimeOffset.UtcNow);
        if (!states.Of(run.Id).State.IsOver) throw new InputException($"run {run.Id} is at work; stop it first");
        if (queue.All.SelectMany(q => q.Entries).Any(e => e.Run == run.Id)) throw new InputException($"run {run.Id} waits in a queue; remove it there first");
        try
        {
            Directory.CreateDirectory(Folder);
            // With the trainer's own lock in hand: none can take the run while it moves. Whoever has it already is told by the lock itself.
            using (RunLock.Take(run)) Directory.Move(run.Root, InTrash(run.Id).Root);
            var trashed = InTrash(run.Id);
            File.WriteAllText(MarkOf(trashed), "");
            Seen();
            return Read(trashed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"run {run.Id} cannot be moved to the trash: {e.Message}", e);
        }
    }

    /// <summary>Takes a run back.</summary>
    /// <exception cref="InputException">It is not there any more, or its place is taken.</exception>
    public void Restore(string id)
    {
        LabAccess.RequireChange();
        var (from, to) = (InTrash(id), folder.Of(id));
        if (!Directory.Exists(from.Root)) throw new InputException($"run {id} is not in the trash any more");
        if (Directory.Exists(to.Root)) throw new InputException($"{to.Root}: there is a run of this id already");
        try
        {
            File.Delete(MarkOf(from));
            Directory.Move(from.Root, to.Root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"run {id} cannot be restored: {e.Message}", e);
        }

        Seen();
    }

    /// <summary>Removes deleted runs for good.</summary>
    /// <param name="before">Those deleted before this time.</param>
    /// <returns>Bytes freed.</returns>
    /// <exception cref="InputException">A file cannot be removed.</exception>
    public long Empty(DateTimeOffset before)
    {
        LabAccess.RequireChange();
        var freed = 0L;
        foreach (var run in All.Where(r => r.Deleted < before))
        {
            DiskUse.Delete(new DirectoryInfo(InTrash(run.Run).Root));
            freed += run.Bytes;
        }

        return freed;
    }

    private static string MarkOf(RunDirectory run) => Path.Combine(run.Root, "deleted");

    private static TrashedRun Read(RunDirectory run)
    {
        var mark = MarkOf(run);
        // Without the mark it was killed between the move and the mark: the directory's own time is that moment.
        var deleted = File.Exists(mark) ? File.GetLastWriteTimeUtc(mark) : Directory.GetLastWriteTimeUtc(run.Root);
        return new TrashedRun(run.Id, NameOf(run), DiskUse.Of(run.Root), new DateTimeOffset(deleted));
    }

    private static string NameOf(RunDirectory run)
    {
        try
        {
            return ConfigJson.ReadFile(run.Config).Name;
        }
        catch (InputException)
        {
            return ImportedName(run) ?? run.Id;
        }
    }

    // An imported run has no configuration; its name is in its log's first line.
    private static string? ImportedName(RunDirectory run) =>
        File.Exists(run.Log) && File.ReadLines(run.Log).FirstOrDefault() is { } line && RunEventJson.Read(Encoding.UTF8.GetBytes(line)) is RunImported imported ? imported.Name : null;

    // The same rule as for a run's id: it may come from an address.
    private RunDirectory InTrash(string id) => RunDirectory.At(Path.Combine(Folder, folder.Of(id).Id));

    private void Seen()
    {
        ingest.Discover();
        states.Look(DateTimeOffset.UtcNow);
    }
}
