using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Lanes;

namespace TrmLab.Web.Slurm;

/// <summary>A partition of the cluster.</summary>
public sealed class SlurmLane : IRunLane
{
    private readonly SlurmSubmitter _submitter;
    private readonly SlurmWatch _watch;
    private readonly SlurmSightings _sightings;
    private readonly string _partition;

    internal SlurmLane(string partition, int capacity, SlurmSubmitter submitter, SlurmWatch watch, SlurmSightings sightings)
    {
        (_partition, Capacity, _submitter, _watch, _sightings) = (partition, capacity, submitter, watch, sightings);
        Id = IdOf(partition);
    }

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public string Name => $"Slurm: {_partition}";

    /// <inheritdoc/>
    public LaneKind Kind => LaneKind.Remote;

    /// <inheritdoc/>
    public int Capacity { get; }

    /// <inheritdoc/>
    public bool CanCancel => true;

    /// <summary>The lane of a partition.</summary>
    public static string IdOf(string partition) => "slurm-" + string.Concat(partition.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c.ToString() : $"_{(int)c:x}"));

    // The trainer takes the GPU that Slurm gives the job, or none: which of the two is the request's matter, not the configuration's.
    /// <inheritdoc/>
    public RunConfig Adapt(RunConfig config) => config.Device.StartsWith("cuda:", StringComparison.Ordinal) ? config with { Device = "cuda" } : config;

    /// <inheritdoc/>
    public void Check(LaneRequest request) => _submitter.Check(_partition, request);

    /// <inheritdoc/>
    public LaneStart Start(RunDirectory run, IReadOnlyList<string> arguments) => StartAll([run])[0];

    /// <inheritdoc/>
    public bool TakesArrays => true;

    /// <inheritdoc/>
    public IReadOnlyList<LaneStart> StartAll(IReadOnlyList<RunDirectory> runs)
    {
        var request = LaunchRecord.Read(runs[0])?.Request ?? new LaneRequest();
        return [.. _submitter.Submit(_partition, request, runs).Select(job => new LaneStart(job, null))];
    }

    /// <inheritdoc/>
    public void Cancel(RunDirectory run, LaunchRecord launch) => _submitter.Cancel(run);

    /// <inheritdoc/>
    public LaneSight? Look(RunDirectory run, LaunchRecord launch, RunEvent? last, Heartbeat? heartbeat, DateTimeOffset now) => _sightings.Of(run, launch, last, heartbeat, now);

    /// <inheritdoc/>
    public LaneReading Read()
    {
        var now = _watch.Now;
        if (now.Partitions.FirstOrDefault(p => p.Name == _partition) is not { } partition) return new LaneReading([], [], now.Problem.Length > 0 ? now.Problem : $"sinfo lists no partition {_partition}");
        var figures = new List<LaneFigure>
        {
            new("Nodes in use", $"{partition.NodesUsed} of {partition.Nodes}", Share(partition.NodesUsed, partition.Nodes)),
            new("Cores in use", $"{partition.CpusUsed} of {partition.Cpus}", Share(partition.CpusUsed, partition.Cpus)),
            new("Time limit", partition.TimeLimit),
        };
        if (partition.Gres.Length > 0) figures.Add(new LaneFigure("Per node", partition.Gres));
        return new LaneReading(figures, [], now.Problem.Length > 0 ? now.Problem : partition.Up ? "" : "the partition takes no jobs now");
    }

    private static double? Share(int part, int whole) => whole == 0 ? null : (double)part / whole;
}
