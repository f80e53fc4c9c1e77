using TrmLab.Core.Configuration;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>One NVIDIA GPU; its trainers see no other.</summary>
public sealed class GpuLane(TrainerProgram trainer, NvidiaSmi smi, string uuid, int index, string model) : LocalLane(trainer)
{
    // By its UUID: the number of a GPU may change with the next start of the machine, its queue must not.
    /// <inheritdoc/>
    public override string Id => "gpu-" + uuid;

    /// <inheritdoc/>
    public override string Name => $"GPU {index}: {model}";

    /// <inheritdoc/>
    public override LaneKind Kind => LaneKind.Gpu;

    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["CUDA_VISIBLE_DEVICES"] = uuid };

    /// <inheritdoc/>
    public override RunConfig Adapt(RunConfig config) => config.Device is "auto" or "cuda" ? config : config with { Device = "cuda" };

    /// <inheritdoc/>
    public override LaneReading Read() => smi.ReadingOf(uuid);
}
