using TrmLab.Web.Lanes;

namespace TrmLab.Web.Slurm;

/// <summary>Registers what makes partitions into lanes.</summary>
internal static class SlurmServices
{
    public static void AddSlurm(this IServiceCollection services)
    {
        services.AddSingleton<SlurmCommands>();
        services.AddSingleton<SlurmHistory>();
        services.AddSingleton<SlurmWatch>();
        services.AddHostedService(p => p.GetRequiredService<SlurmWatch>());
        services.AddSingleton<SlurmSubmitter>();
        services.AddSingleton<ILaneSource, SlurmLanes>();
    }
}
