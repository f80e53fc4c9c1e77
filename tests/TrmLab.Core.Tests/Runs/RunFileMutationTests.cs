using System.Text;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Runs;

/// <summary>Damaged files of a run directory: a message, or fewer events; never a crash of the dashboard that reads them.</summary>
public sealed class RunFileMutationTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Run_logs()
    {
        RunEvent[] events =
        [
            new RunStarted { Run = "r", Process = new ProcessIdentity(), TotalSteps = 100, Device = "cpu" },
            new MetricsLogged { Step = 1, Values = new Dictionary<string, double> { ["train/lm_loss"] = 2.5, ["train/lr"] = double.NaN } },
            new Evaluated { Step = 1, Weights = "ema", Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 }, ExactByStep = [0.1, 0.5], Puzzles = 10 },
            new RunResumed { FromStep = 1, Checkpoint = "c" },
            new CheckpointSaved { Step = 1, Path = "p" },
            new Notice { Text = "t" },
            new RunFinished { Step = 1 },
        ];
        byte[] log = [.. events.SelectMany(e => (byte[])[.. RunEventJson.Write(e), (byte)'\n'])];
        Bytes("metrics.jsonl", log, 1000, path => RunLogSeries.Of(RunLogReader.Read(path).Select(e => e.Event)));
    }

    [Fact]
    public void Results_of_puzzles()
    {
        using var stream = new MemoryStream();
        PuzzleResult.WriteAll(stream, [new() { Index = 1, Exact = true, CellAccuracy = 1, Steps = 16, HaltLogit = 2.5 }, new() { Index = 2, Rating = 3 }]);
        Bytes("r.csv", stream.ToArray(), 1000, path => PuzzleResult.ReadAll(path));
    }

    [Fact]
    public void Small_records()
    {
        var run = new RunDirectory(_directory.Root);
        Directory.CreateDirectory(run.Commands);
        new Heartbeat { Time = 5, Step = 3, Activity = "training" }.Write(run);
        new LaunchRecord { Error = "e" }.Write(run);
        var command = RunCommands.Send(run, RunCommandKind.Pause);
        foreach (var path in new[] { run.Heartbeat, run.Launch, Path.Combine(run.Commands, command.Id + ".json") })
        {
            Mutations.OnlyInputExceptions(File.ReadAllBytes(path), 300, damaged =>
            {
                File.WriteAllBytes(path, damaged);
                _ = Heartbeat.Read(run);
                _ = LaunchRecord.Read(run);
                _ = RunCommands.Pending(run);
            });
        }
    }

    [Fact]
    public void Manifests_whose_hash_is_right()
    {
        var shape = new TrmLab.Core.Configuration.ModelShape(new TrmLab.Core.Configuration.ArchConfig(), 16, 6, 1);
        var json = (CheckpointManifest.For(5, shape) with
        {
            Files = new SortedDictionary<string, FileDigest> { ["raw.safetensors"] = new FileDigest(5, new string('a', 64)) },
        }).ToJson();
        Bytes(CheckpointManifest.FileName, json, 800, path =>
        {
            File.WriteAllText(_directory[CheckpointManifest.DigestFileName], CheckpointManifest.DigestLine(File.ReadAllBytes(path)));
            CheckpointManifest.Read(_directory.Root);
        });
    }

    private void Bytes(string name, byte[] original, int count, Action<string> read)
    {
        var path = _directory[name];
        Mutations.OnlyInputExceptions(original, count, damaged =>
        {
            File.WriteAllBytes(path, damaged);
            read(path);
        });
    }
}
