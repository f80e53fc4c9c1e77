using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;

namespace TrmLab.Web.Jobs;

/// <summary>
/// The queue of jobs on data sets: one at a time, in order, checks first because pages wait for them. It belongs to the server, so that a page may come and go, and its states are stored in
/// <c>data/jobs.json</c>. Jobs that were queued when the dashboard ended go on; the one at work then counts as failed.
/// </summary>
public sealed class DatasetJobs
{
    private const int MostDone = 20;

    private readonly Lock _gate = new();
    private readonly LabData _data;
    private readonly JobFile _file;
    private readonly SemaphoreSlim _waiting = new(0);
    private readonly Dictionary<string, CancellationTokenSource> _cancellations = [];
    private readonly List<Job> _jobs;
    private long _version;
    private long _generation;

    public DatasetJobs(LabData data)
    {
        _data = data;
        _file = new JobFile(data);
        _jobs = [.. _file.Read()];
        Signal(_jobs.Count(job => job.State == JobState.Queued));
    }

    /// <summary>Grows with every report; a page shows the jobs again when it does.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Grows when a job comes, starts, ends or goes, or a data set is deleted: when the data sets themselves may have changed.</summary>
    public long Generation => Volatile.Read(ref _generation);

    /// <summary>All jobs, oldest first.</summary>
    public IReadOnlyList<Job> All
    {
        get
        {
            lock (_gate) return [.. _jobs];
        }
    }

    /// <summary>Puts a job at the end of the queue. A check that waits already is not queued again.</summary>
    /// <exception cref="InputException">The data set exists, or is being made by another job.</exception>
    public Job Add(JobSpec spec)
    {
        LabAccess.RequireChange();
        lock (_gate)
        {
            if (_jobs.FirstOrDefault(other => other.IsOpen && other.Spec == spec) is { } same) return same;
            if (spec.Dataset is { } name)
            {
                var directory = Path.Combine(_data.Datasets, DatasetName.Checked(name));
                if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any()) throw new InputException($"There is a data set {name} already; choose another name.");
                if (_jobs.Any(other => other.IsOpen && other.Spec.Dataset == name)) throw new InputException($"Another job makes the data set {name} already; choose another name.");
            }

            var job = new Job(Guid.NewGuid().ToString("N"), spec, DateTimeOffset.UtcNow);
            _jobs.Add(job);
            Changed();
            Signal(1);
            return job;
        }
    }

    /// <summary>Ends a job: at once if it waits, else as soon as it notices.</summary>
    public void Cancel(string id)
    {
        LabAccess.RequireChange();
        lock (_gate)
        {
            if (_cancellations.TryGetValue(id, out var running)) _ = running.CancelAsync();
            else if (_jobs.Any(job => job.Id == id && job.State == JobState.Queued)) Replace(id, job => job with { State = JobState.Cancelled, Ended = DateTimeOffset.UtcNow });
        }
    }

    /// <summary>Queues a job that ended without success again, in place of the old one.</summary>
    /// <exception cref="InputException">As for <see cref="Add"/>.</exception>
    public void Retry(string id)
    {
        LabAccess.RequireChange();
        lock (_gate)
        {
            if (_jobs.FirstOrDefault(job => job.Id == id) is not { State: JobState.Failed or JobState.Cancelled } old) return;
            Add(old.Spec);
            _jobs.Remove(old);
            Changed();
        }
    }

    /// <summary>Takes an ended job off the list.</summary>
    public void Dismiss(string id)
    {
        LabAccess.RequireChange();
        lock (_gate)
        {
            _jobs.RemoveAll(job => job.Id == id && !job.IsOpen);
            Changed();
        }
    }

    /// <summary>Has pages read the data sets again after a change that no job made.</summary>
    public void DatasetsChanged()
    {
        lock (_gate)
        {
            _version++;
            _generation++;
        }
    }

    internal async Task<(Job Job, CancellationToken Cancellation)> TakeAsync(CancellationToken stop)
    {
        while (true)
        {
            await _waiting.WaitAsync(stop);
            lock (_gate)
            {
                if (_jobs.Where(job => job.State == JobState.Queued).MinBy(job => job.Spec is CheckJob ? 0 : 1) is not { } next) continue;
                var cancellation = _cancellations[next.Id] = CancellationTokenSource.CreateLinkedTokenSource(stop);
                return (Replace(next.Id, job => job with { State = JobState.Running, Started = DateTimeOffset.UtcNow }), cancellation.Token);
            }
        }
    }

    internal void Report(string id, BuildProgress progress)
    {
        lock (_gate)
        {
            var index = _jobs.FindIndex(job => job.Id == id);
            var job = _jobs[index];
            var stage = job.Progress?.Stage == progress.Stage ? job.StageStarted : (DateTimeOffset.UtcNow, progress.Done);
            _jobs[index] = job with { Progress = progress, StageStarted = stage };
            _version++;
        }
    }

    internal void End(string id, JobState state, string message, IReadOnlyList<string> notes, JobResult? result = null)
    {
        lock (_gate)
        {
            if (_cancellations.Remove(id, out var cancellation)) cancellation.Dispose();
            var ended = Replace(id, job => job with { State = state, Ended = DateTimeOffset.UtcNow, Message = message, Notes = notes, Result = result });
            if (state != JobState.Done) return;
            // What a check found stands with the data set.
            if (ended.Spec is CheckJob) Dismiss(id);
            foreach (var old in _jobs.Where(job => job.State == JobState.Done).SkipLast(MostDone).ToArray()) _jobs.Remove(old);
            if (ended.Spec.Dataset is { } name) Add(new CheckJob { DatasetPath = $"datasets/{name}" });
        }
    }

    private Job Replace(string id, Func<Job, Job> change)
    {
        var index = _jobs.FindIndex(job => job.Id == id);
        _jobs[index] = change(_jobs[index]);
        Changed();
        return _jobs[index];
    }

    private void Changed()
    {
        _version++;
        _generation++;
        _file.Write(_jobs);
    }

    private void Signal(int count)
    {
        if (count > 0) _waiting.Release(count);
    }
}
