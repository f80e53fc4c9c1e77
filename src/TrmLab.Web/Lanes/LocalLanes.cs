using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>The lanes of this machine: the CPU, and each GPU that nvidia-smi lists.</summary>
public sealed class LocalLanes(TrainerProgram trainer, NvidiaSmi smi, HostReader host) : ILaneSource
{
    private readonly CpuLane _cpu = new(trainer, host);

    /// <inheritdoc/>
    public IReadOnlyList<IRunLane> Lanes => [_cpu, .. smi.Gpus.Select(g => new GpuLane(trainer, smi, g.Uuid, g.Index, g.Name))];
}
