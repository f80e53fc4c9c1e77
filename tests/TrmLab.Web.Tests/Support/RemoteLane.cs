using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;

namespace TrmLab.Web.Tests.Support;

/// <summary>A cluster's partition that starts nothing and takes at most four GPUs.</summary>
internal sealed class RemoteLane : IRunLane, ILaneSource
{
    public string Id => "slurm-gpu";

    public string Name => "Partition gpu";

    public LaneKind Kind => LaneKind.Remote;

    public int Capacity => 1000;

    public IReadOnlyList<IRunLane> Lanes => [this];

    public RunConfig Adapt(RunConfig config) => config;

    public void Check(LaneRequest request)
    {
        if (request.Gpus > 4) throw new InputException($"{request.Gpus} GPUs are more than the partition has");
    }

    public LaneStart Start(RunDirectory run, IReadOnlyList<string> arguments) => throw new NotSupportedException();

    public LaneReading Read() => new([], []);
}
