using System.Collections.Concurrent;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;

namespace TrmLab.Web.Slurm;

/// <summary>
/// Where a run stands by the cluster's word and the run's own heartbeat. The run directory lies on a network file system, so the file lock
/// is not asked.
/// </summary>
internal sealed class SlurmSightings(SlurmWatch watch, SlurmHistory history)
{
    // How long squeue may not know a job that sbatch has just taken, or one that is on its way back into the queue.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly HeartbeatWatch _beats = new();
    private readonly ConcurrentDictionary<string, (string Job, DateTimeOffset Since)> _running = new();

    // The last word of a trainer whose job has been waiting again since: not the run's last word.
    private readonly ConcurrentDictionary<string, long> _void = new();

    /// <summary>How the cluster sees the run; null if it was never submitted.</summary>
    public LaneSight? Of(RunDirectory run, LaunchRecord launch, RunEvent? last, Heartbeat? heartbeat, DateTimeOffset now)
    {
        if (SlurmSubmission.Read(run) is not { } submission) return null;
        // Made before a warned trainer is told to save, kept until the job that goes on ends: what the trainer said in between is not the end.
        var mark = new FileInfo(Path.Combine(run.Root, SlurmScript.RequeueMark));
        var changed = _beats.Look(run.Id, heartbeat, now);
        var beats = changed is { } at && now - at < RunState.HeartbeatGrace;
        var ended = last is RunFinished or RunStopped or RunFailed && !launch.IsNewerThan(last) && !(heartbeat?.Time > last.Time + 2000)
            && !(_void.TryGetValue(run.Id, out var before) && before == last.Time)
            && !(last is RunStopped && mark.Exists);
        var snapshot = watch.Now;
        var job = snapshot.Find(run.Id, submission);
        if (job is { Waits: true })
        {
            if (last is not null && !beats) _void[run.Id] = last.Time;
            // The answer may be older than the trainer's first beat.
            return beats && !ended && changed > snapshot.Asked ? new LaneSight(true) : new LaneSight(false, $"waiting in Slurm (job {job.Id}{Because(job)}){Stale(snapshot)}");
        }

        var returns = mark.Exists && (snapshot.Asked - mark.LastWriteTimeUtc < Grace || now - mark.LastWriteTimeUtc < Grace);
        if (job is { Runs: true } && !(returns && last is RunStopped)) return OfRunning(run, job, ended, changed, now);
        if (returns) return new LaneSight(false, $"saved before its time was up; Slurm puts job {submission.Job} back into the queue");
        if (ended) return new LaneSight(false);
        if (beats) return new LaneSight(true);
        return OfGone(run, submission, snapshot, job, now);
    }

    private static string Because(SlurmJob job) => job.Reason is "" or "None" ? "" : ": " + job.Reason;

    private static string Stale(SlurmSnapshot snapshot) => snapshot.Problem.Length == 0 ? "" : $"; by its answer of {snapshot.Asked:u}, for now: {snapshot.Problem}";

    private LaneSight OfRunning(RunDirectory run, SlurmJob job, bool ended, DateTimeOffset? changed, DateTimeOffset now)
    {
        if (ended) return new LaneSight(false);
        var since = _running.AddOrUpdate(run.Id, _ => (job.Id, now), (_, before) => before.Job == job.Id ? before : (job.Id, now)).Since;
        // A trainer that has beaten in this job lives as long as its job does, however long its last beat is ago.
        return changed >= since ? new LaneSight(true) : new LaneSight(false, $"Slurm job {job.Id} runs on {job.Node}: the trainer is loading");
    }

    private LaneSight OfGone(RunDirectory run, SlurmSubmission submission, SlurmSnapshot snapshot, SlurmJob? job, DateTimeOffset now)
    {
        if (snapshot.Problem.Length > 0) return new LaneSight(false, $"what became of Slurm job {submission.Job} is not known{Stale(snapshot)}");
        if (job is not null) return Ended(job);
        if (now - DateTimeOffset.FromUnixTimeMilliseconds(submission.Time) < Grace) return new LaneSight(false, submission.Job.Length > 0 ? $"submitted to Slurm as job {submission.Job}" : "being submitted to Slurm");
        if (!history.TryGet(run.Id, submission, out var known)) return new LaneSight(false, $"asking Slurm what became of job {submission.Job}");
        return known is not null ? Ended(known) : new LaneSight(false, Gone: $"Slurm has lost job {submission.Job}: neither squeue nor sacct knows it under this run's name (a controller that is killed forgets what it was just given); resume the run to submit it again");
    }

    private static LaneSight Ended(SlurmJob job) =>
        new(false, Gone: $"Slurm job {job.Id} ended as {job.State}{(job.Reason is "" or "None" ? "" : $" ({job.Reason})")}{(job.Node.Length > 0 ? $" on {job.Node}" : "")}", TakenBack: job.State == "CANCELLED");
}
