using System.Text.Json;
using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void A_run_leaves_its_whole_story_in_its_directory()
    {
        var run = RunDirectory.At(_directory["run"]);
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]));
        var outcome = new TrainingRun(run, config, resume: false).Execute(terminal: false);

        Assert.Equal(("finished", 24L), (outcome.State, outcome.Step));
        Assert.Equal(ConfigJson.Write(config), File.ReadAllText(run.Config));
        var events = Events(run);
        Assert.Equal(24, Assert.IsType<RunStarted>(events[0]).TotalSteps);
        Assert.IsType<RunFinished>(events[^1]);
        Assert.Equal(Enumerable.Range(1, 24).Select(i => (long)i), events.OfType<MetricsLogged>().Select(e => e.Step));
        Assert.All(events.OfType<MetricsLogged>(), e => Assert.True(double.IsFinite(e.Values["train/lm_loss"])));
        Assert.All(events.OfType<MetricsLogged>(), e => Assert.InRange(e.Values["train/grad_norm"], 1e-9, 1e9));
        Assert.Equal([(8L, "raw"), (8, "ema"), (16, "raw"), (16, "ema"), (24, "raw"), (24, "ema")], events.OfType<Evaluated>().Select(e => (e.Step, e.Weights)));
        foreach (var evaluated in events.OfType<Evaluated>())
        {
            var puzzles = PuzzleResult.ReadAll(run.Resolve(evaluated.File));
            Assert.Equal(12, puzzles.Count);
            Assert.Equal(evaluated.Values["all/exact_accuracy"], puzzles.Average(p => p.Exact ? 1.0 : 0), 6);
            Assert.Equal(evaluated.Values["all/accuracy"], puzzles.Average(p => p.CellAccuracy), 5);
            Assert.Equal(evaluated.ExactByStep[^1], puzzles.Average(p => p.Exact ? 1.0 : 0), 6);
            Assert.Equal(3, evaluated.ExactByStep.Count);
        }

        Assert.False(RunLock.IsHeld(run));
        Assert.Empty(Directory.GetFiles(run.Root, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Checkpoints_that_are_kept_are_the_last_two_and_the_best()
    {
        var run = RunDirectory.At(_directory["run"]);
        new TrainingRun(run, TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "epochs=10", "keep_checkpoints=1"), resume: false).Execute(terminal: false);
        var events = Events(run);
        var saved = events.OfType<CheckpointSaved>().Select(e => e.Path).ToHashSet();
        saved.ExceptWith(events.OfType<CheckpointRemoved>().Select(e => e.Path));
        var present = CheckpointDirectory.List(run.Checkpoints);
        Assert.Equal(saved.Order(), present.Select(c => Path.GetRelativePath(run.Root, c.Path)).Order());
        Assert.All(present, c => Assert.Null(c.Damage));
        var best = events.OfType<Evaluated>().Where(e => e.Weights == "ema").MaxBy(e => (e.Values["all/exact_accuracy"], e.Step))!;
        Assert.Contains(present, c => c.Step == best.Step);
        Assert.Contains(present, c => c.Step == 40);
        Assert.InRange(present.Count, 1, 3);
    }

    [Fact]
    public void A_directory_in_use_is_refused_and_left_alone()
    {
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        var data = TinySudoku.Write(_directory["data"]);
        using var other = RunLock.Take(run);
        var error = Assert.Throws<InputException>(() => new TrainingRun(run, TinySudoku.Config(data), resume: false).Execute(terminal: false));
        Assert.Contains("in use by another trainer", error.Message);
        Assert.False(File.Exists(run.Log));
    }

    [Fact]
    public void Data_that_do_not_exist_create_no_run()
    {
        var run = RunDirectory.At(_directory["run"]);
        var error = Assert.Throws<InputException>(() => new TrainingRun(run, TinySudoku.Config(_directory["nowhere"]), resume: false).Execute(terminal: false));
        Assert.Contains("nowhere does not exist", error.Message);
        Assert.False(Directory.Exists(run.Root));
    }

    [Fact]
    public void A_prepared_run_records_why_it_could_not_start()
    {
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        Assert.Throws<InputException>(() => new TrainingRun(run, TinySudoku.Config(_directory["nowhere"]), resume: false).Execute(terminal: false));
        Assert.Contains("nowhere does not exist", Assert.IsType<RunFailed>(Assert.Single(Events(run))).Reason);
    }

    [Fact]
    public void A_failure_is_recorded_with_the_step_that_was_reached()
    {
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Checkpoints, "in the way");
        Assert.ThrowsAny<IOException>(() => new TrainingRun(run, TinySudoku.Config(TinySudoku.Write(_directory["data"])), resume: false).Execute(terminal: false));
        Assert.Equal(8, Assert.Single(Events(run).OfType<RunFailed>()).Step);
    }

    [Fact]
    public void A_refusal_after_the_start_is_recorded_once()
    {
        var run = RunDirectory.At(_directory["run"]);
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "epochs=2");
        new TrainingRun(run, config, resume: false).Execute(terminal: false);
        var error = Assert.Throws<InputException>(() => new TrainingRun(run, config with { BatchSize = 4 }, resume: true).Execute(terminal: false));
        Assert.Equal(error.Message, Assert.Single(Events(run).OfType<RunFailed>()).Reason);
    }

    [Fact]
    public void A_log_that_cannot_be_written_ends_the_run()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "needs /dev/full");
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        File.CreateSymbolicLink(run.Log, "/dev/full");
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]));
        var error = Assert.Throws<IOException>(() => new TrainingRun(run, config, resume: false).Execute(terminal: false));
        Assert.Contains("the run log cannot be written", error.Message);
    }

    [Fact]
    public void A_heartbeat_that_cannot_be_written_ends_nothing()
    {
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Heartbeat + ".tmp");
        var outcome = new TrainingRun(run, TinySudoku.Config(TinySudoku.Write(_directory["data"])), resume: false).Execute(terminal: false);
        Assert.Equal("finished", outcome.State);
        Assert.False(File.Exists(run.Heartbeat));
    }

    // Its own program and whatever comes with it: a database behind a package or a project would be one too.
    [Fact]
    public void The_trainer_knows_no_database()
    {
        using var dependencies = JsonDocument.Parse(File.ReadAllText(Path.ChangeExtension(Outputs.Trainer, ".deps.json")));
        var libraries = dependencies.RootElement.GetProperty("libraries").EnumerateObject().Select(l => l.Name).ToArray();
        Assert.Contains(libraries, l => l.StartsWith("TorchSharp/", StringComparison.Ordinal));
        string[] databases = ["sqlite", "EntityFramework", "Npgsql", "System.Data"];
        Assert.DoesNotContain(libraries, l => databases.Any(d => l.Contains(d, StringComparison.OrdinalIgnoreCase)));
    }

    internal static RunEvent[] Events(RunDirectory run) => [.. RunLogReader.Read(run.Log).Select(e => e.Event!)];
}
