using System.Collections.Concurrent;
using System.Data.Common;
using TrmLab.Core.Runs;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Supervision;

/// <summary>
/// Brings the index up to the end of a run's log. The offset and what came of the events before it are committed together, so a
/// crash at any point neither loses nor doubles an event.
/// </summary>
public sealed class RunIngest(RunIndex index, RunFolder folder, RunFeed feed)
{
    // How far each log is known to be read: spares the runs that stand still a transaction.
    private readonly ConcurrentDictionary<string, long> _read = new();
    private readonly HashSet<string> _known = [];
    private int _generation = -1;

    /// <summary>Takes new run directories in, forgets those that are gone; returns what is there.</summary>
    public IReadOnlyList<RunDirectory> Discover()
    {
        IReadOnlyList<RunDirectory> present;
        lock (_known)
        {
            // Listed inside: an older list would take a run that was made meanwhile for gone.
            present = folder.All();
            if (_generation != index.Generation) LoadKnown();
            var ids = present.Select(r => r.Id).ToHashSet();
            if (_known.SetEquals(ids)) return present;
            Register(present, ids);
        }

        feed.Changed(null);
        return present;
    }

    /// <summary>Reads what a run's log has more than the index; true if there was anything.</summary>
    public bool CatchUp(RunDirectory run)
    {
        if (_read.TryGetValue(run.Id, out var known) && known == LengthOf(run)) return false;
        var any = false;
        LogBatch? batch;
        // While one batch is written the next is read: half of the work is the log's JSON.
        Task<LogBatch>? ahead = null;
        do
        {
            batch = index.Write((db, transaction) => Take(db, transaction, run, ref ahead));
            _read[run.Id] = batch?.End ?? -1;
            if (batch is not { Events.Count: > 0 }) return any;
            feed.Changed(run.Id);
            any = true;
        }
        while (batch.HasMore);
        return any;
    }

    private static long LengthOf(RunDirectory run) => File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0;

    // Null for a run that the index does not know.
    private static LogBatch? Take(LabDb db, DbTransaction transaction, RunDirectory run, ref Task<LogBatch>? ahead)
    {
        var row = db.Runs.SingleOrDefault(r => r.Run == run.Id);
        if (row is null) return null;
        var length = LengthOf(run);
        if (length == row.Offset) return new LogBatch(row.Offset, [], false);
        if (length < row.Offset)
        {
            // Another log has taken this one's place: what is known of the old one is void.
            var fresh = RunRegistration.RowOf(run);
            fresh.Revision = row.Revision + 1;
            RunRegistration.Forget(db, row.Id);
            db.ChangeTracker.Clear();
            db.Runs.Add(fresh);
            db.SaveChanges();
            row = fresh;
        }

        var batch = ahead?.GetAwaiter().GetResult() is { } read && read.Start == row.Offset ? read : LogBatch.Read(run, row.Offset);
        ahead = batch.HasMore ? Task.Run(() => LogBatch.Read(run, batch.End)) : null;
        using var points = db.Index.Points(transaction, row.Id);
        var projection = new RunProjection(db, points, row);
        foreach (var logged in batch.Events) projection.Apply(logged);
        projection.Finish();
        return batch;
    }

    private void Register(IReadOnlyList<RunDirectory> present, HashSet<string> ids)
    {
        var added = present.Where(r => !_known.Contains(r.Id)).ToArray();
        var gone = _known.Where(k => !ids.Contains(k)).ToArray();
        index.Write((db, _) =>
        {
            // Another dashboard of the same index may have taken one in already.
            var ours = added.Select(r => r.Id).ToArray();
            var taken = db.Runs.Where(r => ours.Contains(r.Run)).Select(r => r.Run).ToHashSet();
            db.Runs.AddRange(added.Where(r => !taken.Contains(r.Id)).Select(RunRegistration.RowOf));
            foreach (var id in db.Runs.Where(r => gone.Contains(r.Run)).Select(r => r.Id).ToArray()) RunRegistration.Forget(db, id);
            return db.SaveChanges();
        });
        _known.UnionWith(added.Select(r => r.Id));
        _known.ExceptWith(gone);
        // One of them may come back (out of the trash), to an index that knows nothing of it any more.
        foreach (var id in gone) _read.TryRemove(id, out _);
    }

    private void LoadKnown()
    {
        _generation = index.Generation;
        _read.Clear();
        using var db = index.Open();
        _known.Clear();
        _known.UnionWith(db.Runs.Select(r => r.Run));
    }
}
