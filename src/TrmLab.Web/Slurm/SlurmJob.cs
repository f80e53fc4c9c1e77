namespace TrmLab.Web.Slurm;

/// <summary>A job as squeue or sacct lists it.</summary>
/// <param name="Id">Its number, for the task of an array <c>ARRAY_INDEX</c>. Not a key: a controller that was killed gives it out again.</param>
/// <param name="Index">The task's index in its array; null outside of arrays.</param>
/// <param name="State">Slurm's word, such as PENDING.</param>
/// <param name="Node">Where it runs; empty before.</param>
/// <param name="Reason">Why it waits or ended, in Slurm's word.</param>
/// <param name="Name">The name that this lab gave it, see <see cref="SlurmNames"/>.</param>
public sealed record SlurmJob(string Id, int? Index, string State, string Node, string Reason, string Name)
{
    /// <summary>Fields to ask squeue for, in the order of <see cref="ParseQueue"/>; what may hold a bar itself comes last.</summary>
    internal const string QueueFormat = "%i|%K|%T|%N|%r|%k|%j";

    /// <summary>Fields to ask sacct for, in the order of <see cref="ParseAccounting"/>; times as Unix seconds.</summary>
    internal const string AccountingFormat = "JobID,State,ExitCode,NodeList,End,JobName";

    /// <summary>It has no node and will get one.</summary>
    public bool Waits => State is "PENDING" or "CONFIGURING" or "REQUEUED" or "REQUEUE_HOLD" or "REQUEUE_FED" or "SPECIAL_EXIT" or "RESV_DEL_HOLD";

    /// <summary>It has a node.</summary>
    public bool Runs => State is "RUNNING" or "COMPLETING" or "SUSPENDED" or "STOPPED" or "SIGNALING" or "RESIZING" or "STAGE_OUT";

    /// <summary>A job of this lab from a line of squeue; null for all others.</summary>
    internal static SlurmJob? ParseQueue(string line)
    {
        var fields = line.Split('|');
        if (fields.Length < 7) return null;
        // A site may rewrite the name; the comment then still tells.
        var name = SlurmNames.IsOurs(fields[^1]) ? fields[^1] : SlurmNames.OfComment(fields[5]);
        return name is null ? null : new SlurmJob(fields[0], int.TryParse(fields[1], out var index) ? index : null, fields[2], fields[3], fields[4], name);
    }

    /// <summary>A job of this lab that has ended, and when (Unix seconds), from a line of sacct; null for all others.</summary>
    internal static (SlurmJob Job, long Ended)? ParseAccounting(string line)
    {
        var fields = line.Split('|');
        if (fields.Length < 6 || !SlurmNames.IsOurs(fields[^1]) || !long.TryParse(fields[4], out var ended)) return null;
        // "CANCELLED by 1000"
        var job = new SlurmJob(fields[0], null, fields[1].Split(' ')[0], fields[3], $"exit code {fields[2]}", fields[^1]);
        return job.Waits || job.Runs ? null : (job, ended);
    }
}
