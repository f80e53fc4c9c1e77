using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Lanes;

/// <summary>All lanes of all sources.</summary>
public sealed class RunLanes(IEnumerable<ILaneSource> sources)
{
    private readonly ILaneSource[] _sources = [.. sources];

    /// <summary>The lanes that are there now, GPUs first as the trainer would choose them.</summary>
    public IReadOnlyList<IRunLane> All => [.. _sources.SelectMany(s => s.Lanes).OrderBy(l => l.Kind switch { LaneKind.Gpu => 0, LaneKind.Cpu => 1, _ => 2 })];

    /// <summary>A lane by its id; null if it is not there (any more).</summary>
    public IRunLane? Of(string id) => _sources.SelectMany(s => s.Lanes).FirstOrDefault(l => l.Id == id);

    /// <summary>The lane that a configuration's device means on this machine.</summary>
    public IRunLane For(RunConfig config)
    {
        var all = All;
        var gpus = all.Where(l => l.Kind == LaneKind.Gpu).ToArray();
        var cpu = all.First(l => l.Kind == LaneKind.Cpu);
        if (config.Device == "cpu" || gpus.Length == 0) return cpu;
        return config.Device.StartsWith("cuda:", StringComparison.Ordinal) && int.TryParse(config.Device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < gpus.Length
            ? gpus[index]
            : gpus[0];
    }

    /// <summary>The lane of an existing run: where it was started last, else what its configuration means.</summary>
    public IRunLane Of(RunDirectory run) => LaunchRecord.Read(run) is { Lane.Length: > 0 } launch && Of(launch.Lane) is { } lane ? lane : For(ConfigJson.ReadFile(run.Config));
}
