namespace TrmLab.Trainer.Distributed.Mpi;

/// <summary>File names of MPI libraries, the one that the launcher speaks to first: ranks of another library would not find each other.</summary>
internal static class MpiNames
{
    private static readonly string[] OpenMpi = ["libmpi.so.40", "libmpi.so.80"];
    private static readonly string[] Mpich = ["libmpich.so.12", "libmpi.so.12"];

    /// <summary>Names to try.</summary>
    public static IEnumerable<string> InOrder(Func<string, string?> variable)
    {
        if (variable(MpiLibrary.PathVariable) is { Length: > 0 } named)
            return [named];
        // Hydra and srun --mpi=pmi2 set PMI_RANK, Open MPI's own launcher and srun --mpi=pmix set PMIX_RANK.
        var mpich = variable("PMI_RANK") is not null && variable("PMIX_RANK") is null && variable("OMPI_COMM_WORLD_RANK") is null;
        return mpich ? [.. Mpich, .. OpenMpi, "libmpi.so"] : [.. OpenMpi, .. Mpich, "libmpi.so"];
    }
}
