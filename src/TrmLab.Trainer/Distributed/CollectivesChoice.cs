namespace TrmLab.Trainer.Distributed;

/// <summary>By what the ranks of a run work together.</summary>
public enum CollectivesChoice
{
    /// <summary>Several ranks if a launcher has started several; NCCL between GPUs where it is installed, else MPI.</summary>
    Auto,

    /// <summary>One process, whatever launcher is around.</summary>
    Single,

    /// <summary>MPI; GPUs exchange through the host's memory.</summary>
    Mpi,

    /// <summary>NCCL between GPUs.</summary>
    Nccl,
}
