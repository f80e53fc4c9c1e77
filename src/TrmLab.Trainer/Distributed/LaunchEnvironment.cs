using System.Globalization;

namespace TrmLab.Trainer.Distributed;

/// <summary>What a launcher says about the ranks it has started, by its environment variables.</summary>
/// <param name="Ranks">Processes of the run.</param>
/// <param name="Rank">This one; null if the launcher does not say.</param>
/// <param name="LocalRank">This one among those of its machine; null if the launcher does not say.</param>
/// <param name="Source">The variable that tells the number of ranks.</param>
public sealed record LaunchEnvironment(int Ranks, int? Rank, int? LocalRank, string Source)
{
    // mpirun of Open MPI, mpiexec of MPICH and Intel MPI, srun.
    private static readonly (string Ranks, string Rank, string LocalRank)[] Launchers =
    [
        ("OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_LOCAL_RANK"),
        ("PMI_SIZE", "PMI_RANK", "MPI_LOCALRANKID"),
        ("SLURM_STEP_NUM_TASKS", "SLURM_PROCID", "SLURM_LOCALID"),
        ("SLURM_NTASKS", "SLURM_PROCID", "SLURM_LOCALID"),
    ];

    /// <summary>Reads the environment; one rank where no launcher is at work.</summary>
    /// <param name="variable">Reads a variable; null if it is not set.</param>
    /// <remarks>
    /// Inside a batch script Slurm announces its tasks, but only srun starts them: without a step of its own a process is alone there.
    /// </remarks>
    public static LaunchEnvironment Read(Func<string, string?> variable)
    {
        foreach (var (ranks, rank, localRank) in Launchers)
        {
            if (ranks.StartsWith("SLURM", StringComparison.Ordinal) && Number("SLURM_STEP_ID") is null)
                continue;
            if (Number(ranks) is { } count)
                return new LaunchEnvironment(count, Number(rank), Number(localRank) ?? Number("SLURM_LOCALID"), ranks);
        }

        return new LaunchEnvironment(1, 0, 0, "");

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
