namespace TrmLab.Web.Slurm;

/// <summary>The cluster as it answered last.</summary>
/// <param name="Asked">When the question was put: what happened later is not in it.</param>
/// <param name="Jobs">This lab's jobs, those that ended a moment ago too.</param>
/// <param name="Partitions">The partitions.</param>
/// <param name="Problem">Why there is no newer answer; empty otherwise.</param>
public sealed record SlurmSnapshot(DateTimeOffset Asked, IReadOnlyList<SlurmJob> Jobs, IReadOnlyList<SlurmPartition> Partitions, string Problem)
{
    /// <summary>The job of a run: one that lives, else the one that the submission tells of.</summary>
    public SlurmJob? Find(string run, SlurmSubmission submission)
    {
        var own = Jobs.Where(j => j.Name == SlurmNames.OfRun(run) || (j.Name == submission.Name && j.Index == submission.Index)).ToArray();
        return own.LastOrDefault(j => j.Runs) ?? own.LastOrDefault(j => j.Waits) ?? own.LastOrDefault(j => j.Id == submission.Job);
    }
}

/// <summary>A partition as sinfo lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Up">Whether it takes jobs.</param>
/// <param name="TimeLimit">Its longest time limit, in Slurm's form.</param>
/// <param name="NodesUsed">Nodes with a job.</param>
/// <param name="Nodes">All nodes.</param>
/// <param name="CpusUsed">Cores given out.</param>
/// <param name="Cpus">All cores.</param>
/// <param name="Gres">GPUs and the like of a node.</param>
public sealed record SlurmPartition(string Name, bool Up, string TimeLimit, int NodesUsed, int Nodes, int CpusUsed, int Cpus, string Gres)
{
    /// <summary>Fields to ask sinfo for; nodes and cores each as allocated/idle/other/total.</summary>
    internal const string Format = "%R|%a|%l|%F|%C|%G";

    /// <summary>Reads a line of sinfo; null if it is none.</summary>
    internal static SlurmPartition? Parse(string line)
    {
        var fields = line.Split('|');
        if (fields.Length < 6 || Counts(fields[3]) is not { } nodes || Counts(fields[4]) is not { } cpus) return null;
        return new SlurmPartition(fields[0], fields[1] == "up", fields[2], nodes[0], nodes[3], cpus[0], cpus[3], fields[5] == "(null)" ? "" : fields[5]);
    }

    private static int[]? Counts(string text)
    {
        var counts = text.Split('/').Select(t => int.TryParse(t, out var n) ? n : -1).ToArray();
        return counts.Length == 4 && counts.All(n => n >= 0) ? counts : null;
    }
}
