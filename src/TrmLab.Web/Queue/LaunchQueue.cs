using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;
using TrmLab.Web.Live;
using TrmLab.Web.Security;

namespace TrmLab.Web.Queue;

/// <summary>
/// The queues of all lanes. Every change is on the disk before it is seen, so a kill at any point leaves each wish exactly once:
/// in its queue, or as a run.
/// </summary>
public sealed class LaunchQueue(QueueFiles files, RunFeed feed)
{
    /// <summary>Entries that one queue may hold.</summary>
    public const int Limit = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, LaneQueue> _queues = files.Read().ToDictionary(q => q.Lane);

    /// <summary>The queues that were ever used.</summary>
    public IReadOnlyList<LaneQueue> All
    {
        get
        {
            lock (_gate) return [.. _queues.Values];
        }
    }

    /// <summary>The queue of a lane; empty if nothing was ever queued.</summary>
    public LaneQueue Of(string lane)
    {
        lock (_gate) return _queues.GetValueOrDefault(lane) ?? new LaneQueue { Lane = lane };
    }

    /// <summary>An entry and its lane; null if it has been started or removed.</summary>
    public (string Lane, QueueEntry Entry)? Find(string entry)
    {
        lock (_gate)
        {
            return _queues.Values.SelectMany(q => q.Entries.Select(e => (q.Lane, Entry: e))).Where(e => e.Entry.Id == entry).Select(e => ((string, QueueEntry)?)e).FirstOrDefault();
        }
    }

    /// <summary>Puts entries at the end, all or none.</summary>
    /// <exception cref="InputException">The queue would be too long, or cannot be written.</exception>
    public void Add(IRunLane lane, IReadOnlyList<QueueEntry> entries) => Change(lane.Id, queue => queue.Entries.Count + entries.Count <= Limit
        ? queue with { Name = lane.Name, Entries = [.. queue.Entries, .. entries] }
        : throw new InputException($"the queue of {lane.Name} would have {queue.Entries.Count + entries.Count} entries, {Limit} at most"));

    /// <summary>Puts a run that ended at the end, to go on from its last checkpoint; once.</summary>
    public void AddResume(IRunLane lane, RunDirectory run)
    {
        lock (_gate)
        {
            if (_queues.Values.SelectMany(q => q.Entries).Any(e => e.Run == run.Id)) throw new InputException($"run {run.Id} is in a queue already");
            Add(lane, [new QueueEntry { Run = run.Id }]);
        }
    }

    /// <summary>Moves an entry to a place in its own queue or in another lane's.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="lane">The lane to put it in.</param>
    /// <param name="index">Its new index; beyond the end is the end.</param>
    public void Move(string entry, IRunLane lane, int index)
    {
        lock (_gate)
        {
            if (Find(entry) is not { Entry.Starting: false } found) return;
            if (found.Lane == lane.Id)
            {
                Change(lane.Id, q => q with { Entries = Inserted([.. q.Entries.Where(e => e.Id != entry)], found.Entry, index) });
                return;
            }

            // First the new place, then the old: a kill in between leaves it in both, and Prune keeps one.
            Change(lane.Id, q => q with { Name = lane.Name, Entries = Inserted(q.Entries, found.Entry with { Problem = "" }, index) });
            Change(found.Lane, q => q with { Entries = [.. q.Entries.Where(e => e.Id != entry)] });
        }
    }

    /// <summary>Holds an entry, or lets it go.</summary>
    public void Hold(string entry, bool held) => Replace(entry, e => e with { Held = held, Problem = held ? e.Problem : "" });

    /// <summary>Replaces the configuration of an entry, and what it asks of a cluster.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="config">Its new configuration.</param>
    /// <param name="request">Null keeps the one that it has.</param>
    /// <exception cref="InputException">It is not in a queue any more.</exception>
    public void Edit(string entry, RunConfig config, LaneRequest? request = null)
    {
        if (!Replace(entry, e => e with { Config = config, Request = request ?? e.Request, Problem = "", Held = e.Held && e.Problem.Length == 0 })) throw new InputException("the entry is not in the queue any more: it was started or removed");
    }

    /// <summary>Takes an entry out; false if its start has begun.</summary>
    public bool Remove(string entry)
    {
        lock (_gate)
        {
            if (Find(entry) is not { Entry.Starting: false } found) return false;
            Change(found.Lane, q => q with { Entries = [.. q.Entries.Where(e => e.Id != entry)] });
            return true;
        }
    }

    /// <summary>Puts an entry that was taken out back at its place, with its id.</summary>
    /// <exception cref="InputException">Its run is in a queue again, or the queue is full.</exception>
    public void Restore(string lane, QueueEntry entry, int index)
    {
        lock (_gate)
        {
            if (Find(entry.Id) is not null) return;
            if (entry.Run is { } run && _queues.Values.SelectMany(q => q.Entries).Any(e => e.Run == run)) throw new InputException($"run {run} is in a queue already");
            Change(lane, q => q.Entries.Count < Limit ? q with { Entries = Inserted(q.Entries, entry, index) } : throw new InputException($"the queue has {Limit} entries, the most it may have"));
        }
    }

    /// <summary>Takes out all entries of a lane whose start has not begun.</summary>
    public void Clear(string lane) => Change(lane, q => q with { Entries = [.. q.Entries.Where(e => e.Starting)] });

    /// <summary>Stops a lane's queue from starting anything, or lets it go on.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="held">Whether to hold it.</param>
    /// <param name="problem">Why, if no person wanted it.</param>
    public void HoldLane(IRunLane lane, bool held, string problem = "") => Change(lane.Id, q => q with { Name = lane.Name, Held = held, Problem = problem });

    /// <summary>Begins the start of the next entry: from here on it has a run's id and is finished whatever happens.</summary>
    internal QueueEntry? Begin(string lane)
    {
        lock (_gate)
        {
            if (Of(lane).Next is not { } next) return null;
            var begun = next with { Starting = true, Run = next.Run ?? RunDirectory.NewId(), Problem = "" };
            Change(lane, q => q with { Entries = [.. q.Entries.Select(e => e.Id == begun.Id ? begun : e)] });
            return begun;
        }
    }

    /// <summary>Its run exists: the entry is no more.</summary>
    internal void Done(string lane, string entry) => Change(lane, q => q with { Entries = [.. q.Entries.Where(e => e.Id != entry)] });

    /// <summary>It cannot be started: it waits, held, with the reason, until somebody puts it right.</summary>
    internal void Refuse(string lane, QueueEntry entry, string problem) => Change(lane, q => q with
    {
        Entries = [.. q.Entries.Select(e => e.Id == entry.Id ? e with { Starting = false, Held = true, Problem = problem, Run = e.Config is null ? e.Run : null } : e)],
    });

    /// <summary>Removes the second copy of an entry that was being moved between two lanes when the dashboard was killed.</summary>
    internal void Prune()
    {
        lock (_gate)
        {
            var seen = new HashSet<string>();
            foreach (var queue in All.OrderByDescending(q => q.Entries.Any(e => e.Starting)))
            {
                var kept = queue.Entries.Where(e => seen.Add(e.Id)).ToArray();
                if (kept.Length < queue.Entries.Count) Change(queue.Lane, q => q with { Entries = kept });
            }
        }
    }

    private static IReadOnlyList<QueueEntry> Inserted(IReadOnlyList<QueueEntry> entries, QueueEntry entry, int index)
    {
        // Not before one whose start has begun.
        var first = entries.TakeWhile(e => e.Starting).Count();
        var place = Math.Clamp(index, first, entries.Count);
        return [.. entries.Take(place), entry, .. entries.Skip(place)];
    }

    private bool Replace(string entry, Func<QueueEntry, QueueEntry> change)
    {
        lock (_gate)
        {
            if (Find(entry) is not { Entry.Starting: false } found) return false;
            Change(found.Lane, q => q with { Entries = [.. q.Entries.Select(e => e.Id == entry ? change(e) : e)] });
            return true;
        }
    }

    private void Change(string lane, Func<LaneQueue, LaneQueue> change)
    {
        LabAccess.RequireChange();
        lock (_gate)
        {
            var changed = change(Of(lane));
            files.Write(changed);
            _queues[lane] = changed;
        }

        feed.Changed(null);
    }
}
