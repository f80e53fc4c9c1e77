using TrmLab.Core.Runs;

namespace TrmLab.Web.Slurm;

/// <summary>How this lab uses a cluster, section <c>Lab:Slurm</c> of appsettings.json; see docs/slurm.md.</summary>
public sealed class SlurmOptions
{
    /// <summary>Shows the cluster's partitions as lanes.</summary>
    public bool Enabled { get; set; }

    /// <summary>Words before each of Slurm's commands, such as <c>ssh -o BatchMode=yes login.example.org</c>; empty runs them here.</summary>
    public IReadOnlyList<string> CommandPrefix { get; set; } = [];

    /// <summary>The partitions to show; empty shows all that sinfo lists.</summary>
    public IReadOnlyList<string> Partitions { get; set; } = [];

    /// <summary>The data folder's path on the cluster's nodes; empty if it is the same there.</summary>
    public string DataRoot { get; set; } = "";

    /// <summary>The trainer's path on the cluster's nodes; empty if it is the same there.</summary>
    public string TrainerPath { get; set; } = "";

    /// <summary>What a run asks for where its own form is silent.</summary>
    public LaneRequest Defaults { get; set; } = new();

    /// <summary>Further options of sbatch, such as <c>--qos=low</c>.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>Lines of the job script before the trainer starts, such as <c>module load cuda</c>.</summary>
    public IReadOnlyList<string> Setup { get; set; } = [];

    /// <summary>How srun connects the ranks of a run, <c>--mpi</c>: pmix for Open MPI, pmi2 for MPICH and its relatives.</summary>
    public string Mpi { get; set; } = "pmix";

    /// <summary>Seconds before the time limit at which a run saves and goes back into the queue.</summary>
    public int WarningSeconds { get; set; } = 120;

    /// <summary>Seconds between two looks at the cluster's queue.</summary>
    public double PollSeconds { get; set; } = 5;

    /// <summary>Seconds after which one of Slurm's commands is given up.</summary>
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Runs that a lane hands over to Slurm at once; Slurm itself decides which of them train.</summary>
    public int Capacity { get; set; } = 1000;

    /// <summary>Tasks of one array that may train at the same time; 0 is any number.</summary>
    public int ArrayLimit { get; set; }

    /// <summary>What cannot work, a line each.</summary>
    internal IEnumerable<string> Problems()
    {
        if (WarningSeconds is < 1 or > 65535) yield return "Lab:Slurm:WarningSeconds must be between 1 and 65535";
        if (Mpi.Length == 0 || !Mpi.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')) yield return "Lab:Slurm:Mpi must be one of those that `srun --mpi=list` names, such as pmix or pmi2";
        if (PollSeconds is < 0.2 or > 600) yield return "Lab:Slurm:PollSeconds must be between 0.2 and 600";
        if (CommandTimeoutSeconds is < 1 or > 600) yield return "Lab:Slurm:CommandTimeoutSeconds must be between 1 and 600";
        if (Capacity < 1) yield return "Lab:Slurm:Capacity must be 1 or more";
        if (ArrayLimit < 0) yield return "Lab:Slurm:ArrayLimit must be 0 or more";
        if (DataRoot.Length > 0 && !DataRoot.StartsWith('/')) yield return "Lab:Slurm:DataRoot must be an absolute path";
        if (TrainerPath.Length > 0 && !TrainerPath.StartsWith('/')) yield return "Lab:Slurm:TrainerPath must be an absolute path";
        foreach (var problem in Defaults.Problems) yield return $"Lab:Slurm:Defaults: {problem}";
    }
}
