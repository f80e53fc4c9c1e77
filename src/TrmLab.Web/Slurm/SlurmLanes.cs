using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;
using TrmLab.Web.Lanes;

namespace TrmLab.Web.Slurm;

/// <summary>The partitions as lanes: those of the configuration, or all that the cluster has.</summary>
public sealed class SlurmLanes(SlurmSubmitter submitter, SlurmWatch watch, SlurmHistory history, IOptions<LabOptions> options) : ILaneSource
{
    private readonly SlurmSightings _sightings = new(watch, history);

    /// <inheritdoc/>
    public IReadOnlyList<IRunLane> Lanes => !options.Value.Slurm.Enabled ? [] : [.. Names.Select(p => new SlurmLane(p, options.Value.Slurm.Capacity, submitter, watch, _sightings))];

    private IEnumerable<string> Names => options.Value.Slurm.Partitions is { Count: > 0 } named ? named : watch.Now.Partitions.Select(p => p.Name);
}
