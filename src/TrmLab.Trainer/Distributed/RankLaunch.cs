using TorchSharp;
using TrmLab.Core;
using TrmLab.Trainer.Distributed.Liveness;
using TrmLab.Trainer.Distributed.Mpi;
using TrmLab.Trainer.Distributed.Nccl;
using TrmLab.Trainer.Libtorch;
using static TorchSharp.torch;

namespace TrmLab.Trainer.Distributed;

/// <summary>Finds the other ranks of a run.</summary>
internal static class RankLaunch
{
    /// <summary>Joins them; every rank has to.</summary>
    /// <param name="variable">Reads a variable of the environment; null if it is not set.</param>
    /// <exception cref="InputException">The launcher has started several ranks that do not find each other.</exception>
    public static RankGroup Open(CollectivesChoice choice, Func<string, string?> variable)
    {
        var launch = LaunchEnvironment.Read(variable);
        if (choice == CollectivesChoice.Single || choice == CollectivesChoice.Auto && launch.Ranks == 1)
            return new RankGroup();
        LibtorchDirectory.Load(); // What the ranks tell each other are tensors.
        var joined = Join(choice, launch, variable);
        return new RankGroup(joined, LivenessLimits.Read(variable), joined is MpiCollectives ? choice : CollectivesChoice.Single);
    }

    /// <summary>Refuses a world that the launcher did not mean: ranks that each believe to be alone would all train the whole run.</summary>
    internal static void Check(ICollectives ranks, LaunchEnvironment launch)
    {
        if (launch.Source.Length == 0 || ranks.Size == launch.Ranks)
            return;
        throw new InputException(
            $"{launch.Source} says that {launch.Ranks} ranks were started, but {ranks.Description} sees {ranks.Size}: launcher and library do not belong together. "
            + $"With srun use --mpi=pmix for Open MPI and --mpi=pmi2 for MPICH, or start with the library's own mpirun, or name the right library in {MpiLibrary.PathVariable}");
    }

    private static ICollectives Join(CollectivesChoice choice, LaunchEnvironment launch, Func<string, string?> variable)
    {
        if (choice == CollectivesChoice.Nccl && variable(NcclIdExchange.FileVariable) is { Length: > 0 } file)
        {
            if (launch.Rank is not { } rank || launch.Source.Length == 0)
                throw new InputException($"{NcclIdExchange.FileVariable}: the launcher does not say which rank this is; start with srun or mpirun");
            var library = NcclLibrary.Load(variable);
            return new NcclCollectives(library, NcclIdExchange.Through(file, rank, library), rank, launch.Ranks, new Device(DeviceType.CUDA));
        }

        var ranks = new MpiCollectives(MpiLibrary.Load(variable));
        Check(ranks, launch);
        return ranks;
    }
}
