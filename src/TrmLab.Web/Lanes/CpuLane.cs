using TrmLab.Core.Configuration;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Lanes;

/// <summary>The processors of this machine.</summary>
public sealed class CpuLane(TrainerProgram trainer, HostReader host) : LocalLane(trainer)
{
    /// <summary>Its id.</summary>
    public const string LaneId = "cpu";

    /// <inheritdoc/>
    public override string Id => LaneId;

    /// <inheritdoc/>
    public override string Name => "CPU";

    /// <inheritdoc/>
    public override LaneKind Kind => LaneKind.Cpu;

    // A trainer whose device is "auto" must not take a GPU that another lane gives out.
    /// <inheritdoc/>
    protected override IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string> { ["CUDA_VISIBLE_DEVICES"] = "" };

    /// <inheritdoc/>
    public override RunConfig Adapt(RunConfig config) => config.Device == "auto" ? config : config with { Device = "cpu" };

    /// <inheritdoc/>
    public override LaneReading Read() => host.Read();
}
