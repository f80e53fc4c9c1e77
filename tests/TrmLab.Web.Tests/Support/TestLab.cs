using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Lanes;
using TrmLab.Web.Live;
using TrmLab.Web.Queue;
using TrmLab.Web.Slurm;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Tests.Support;

/// <summary>The parts below the pages on a temporary data folder, without host or timers: a test makes each look itself.</summary>
public sealed class TestLab : IDisposable
{
    private readonly bool _owns;
    private readonly QueueFeeder _feeder;

    public TestLab(string? root = null, bool locksAreTrue = true, string? trainer = null, string index = "", string? nvidiaSmi = null, SlurmOptions? slurm = null)
    {
        _owns = root is null;
        Data = new LabData(root ?? Directory.CreateTempSubdirectory("trmlab-test-").FullName) { Index = index };
        Directory.CreateDirectory(Data.Runs);
        Index = new RunIndex(Data, NullLogger<RunIndex>.Instance);
        Index.Prepare();
        Folder = new RunFolder(Data);
        Ingest = new RunIngest(Index, Folder, Feed);
        var options = Options.Create(new LabOptions { TrainerPath = trainer ?? Checkout.FakeTrainer, NvidiaSmiPath = nvidiaSmi ?? "/nowhere/nvidia-smi", Slurm = slurm ?? new() });
        Smi = new NvidiaSmi(options, NullLogger<NvidiaSmi>.Instance);
        Host = new HostReader(Data);
        var program = new TrainerProgram(options, Data);
        var commands = new SlurmCommands(Data, options);
        var history = new SlurmHistory(commands);
        Slurm = new SlurmWatch(commands, history, options, NullLogger<SlurmWatch>.Instance);
        Lanes = new RunLanes([new LocalLanes(program, Smi, Host), new SlurmLanes(new SlurmSubmitter(commands, Slurm, program, Data, options), Slurm, history, options)]);
        States = new RunStates(Folder, Ingest, Index, new RunLiveness(locksAreTrue), Lanes, Feed);
        Launcher = new RunLauncher(Folder, Lanes, Ingest, States, NullLogger<RunLauncher>.Instance);
        Starter = new RunStarter(Launcher, Folder, Data);
        Queue = NewQueue();
        Settings = new SettingsFile(Data, NullLogger<SettingsFile>.Instance);
        Trash = new RunTrash(Data, Folder, Ingest, States, Queue);
        var occupancy = new LaneOccupancy(States, Folder, Lanes);
        Board = NewBoard(Queue);
        _feeder = new QueueFeeder(Queue, Lanes, occupancy, Starter, States, Folder, NullLogger<QueueFeeder>.Instance);
    }

    public LabData Data { get; }

    public RunIndex Index { get; }

    public RunFeed Feed { get; } = new();

    public RunFolder Folder { get; }

    public RunIngest Ingest { get; }

    public NvidiaSmi Smi { get; }

    public HostReader Host { get; }

    /// <summary>What is known of the cluster.</summary>
    public SlurmWatch Slurm { get; }

    public RunLanes Lanes { get; }

    public RunStates States { get; }

    public RunLauncher Launcher { get; }

    public RunStarter Starter { get; }

    public LaunchQueue Queue { get; }

    public LaneBoard Board { get; }

    public SettingsFile Settings { get; }

    public RunTrash Trash { get; }

    /// <summary>The CPU's lane.</summary>
    public IRunLane Cpu => Lanes.Of("cpu")!;

    /// <summary>One round of the queue's feeder, after a look at all runs.</summary>
    public void FeedLanes()
    {
        States.Look(DateTimeOffset.UtcNow);
        _feeder.Feed();
    }

    /// <summary>The lanes with another reading of the queues.</summary>
    public LaneBoard NewBoard(LaunchQueue queue) => new(Lanes, queue, new LaneOccupancy(States, Folder, Lanes), Index, Folder, States);

    /// <summary>The queues as a restarted dashboard reads them.</summary>
    public LaunchQueue NewQueue() => new(new QueueFiles(Data, NullLogger<QueueFiles>.Instance), Feed);

    /// <summary>A configuration that needs no data.</summary>
    public static RunConfig Config(string name = "test", int seed = 1) => new() { Name = name, Seed = seed, DataPaths = ["none"] };

    /// <summary>A configuration whose data set exists here.</summary>
    public static RunConfig Trainable(string name, int seed = 1) => Presets.Get(RunStarter.DemoPreset) with { Name = name, Seed = seed };

    /// <summary>A run directory with a configuration and no trainer.</summary>
    public RunDirectory Make(string id = "run-1", RunConfig? config = null)
    {
        var run = Folder.Of(id);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Config, ConfigJson.Write(config ?? Config()));
        File.SetLastWriteTimeUtc(run.Config, DateTime.UnixEpoch.AddDays(20_000));
        return run;
    }

    /// <summary>Appends events to a run's log.</summary>
    public static void Write(RunDirectory run, params RunEvent[] events)
    {
        using var log = RunLogWriter.Append(run.Log);
        foreach (var e in events) log.Write(e);
    }

    /// <summary>Reads all logs to their ends.</summary>
    public void CatchUp()
    {
        foreach (var run in Ingest.Discover()) Ingest.CatchUp(run);
    }

    /// <summary>All points of a run by metric, as the index has them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<MetricPoint>> Points(string run = "run-1") => new PointCursor(Index, run).Read().Series;

    public void Dispose()
    {
        Slurm.Dispose();
        Index.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        if (_owns) Delete(Data.Root);
    }

    /// <summary>Deletes a data folder into which a trainer that is just ending may still write.</summary>
    internal static void Delete(string root)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                Directory.Delete(root, recursive: true);
                return;
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(50);
            }
        }
    }
}
