using System.Security.Cryptography;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>N steps, stop, resume and M steps are N + M steps: same bytes of weights, same metrics.</summary>
public sealed class ResumeTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [InlineData(true, "optimizer=adamw", "max_gradient_norm=0.5", "lr_min_ratio=0.1")]
    [InlineData(true, "optimizer=muon", "depth_curriculum=true", "supervision_decay=0.7")]
    [InlineData(false, "arch.name=hrm", "arch.H_layers=1", "freeze_weights=true")]
    [InlineData(true, "arch.name=trm_hier6", "arch.no_ACT_continue=false", "ema=false")]
    public void A_run_that_was_stopped_and_resumed_equals_one_that_was_not(bool tokenMlp, params string[] settings)
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), tokenMlp, [.. settings, "epochs=20", "eval_interval=10"]);
        var straight = RunDirectory.At(_directory["straight"]);
        new TrainingRun(straight, config, resume: false).Execute(terminal: false);

        var stopped = RunDirectory.At(_directory["stopped"]);
        // In the second of two intervals of 40 steps.
        var interrupted = new TrainingRun(stopped, config, resume: false) { Asking = own => new StopAt(own, stopped, step: 45) };
        Assert.Equal("stopped", interrupted.Execute(terminal: false).State);
        var first = TrainingRunTests.Events(stopped);
        Assert.Equal(45, Assert.IsType<RunStopped>(first[^1]).Step);
        Assert.Equal("finished", new TrainingRun(stopped, config, resume: true).Execute(terminal: false).State);

        var second = TrainingRunTests.Events(stopped)[first.Length..];
        Assert.Equal(45, second.OfType<RunResumed>().Single().FromStep);
        Assert.Equal(Metrics(TrainingRunTests.Events(straight)), Metrics(TrainingRunTests.Events(stopped)));
        Assert.Equal(Weights(straight), Weights(stopped));
    }

    [Fact]
    public void A_damaged_checkpoint_is_named_and_the_one_before_is_used()
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]));
        var run = RunDirectory.At(_directory["run"]);
        new TrainingRun(run, config, resume: false).Execute(terminal: false);
        var weights = Weights(run);
        var newest = CheckpointDirectory.List(run.Checkpoints)[0];
        Assert.Equal(24, newest.Step);
        using (var file = new FileStream(Path.Combine(newest.Path, CheckpointManifest.RawWeights), FileMode.Open))
        {
            file.Seek(-1, SeekOrigin.End);
            var last = file.ReadByte();
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte((byte)(last ^ 1));
        }

        var before = TrainingRunTests.Events(run).Length;
        new TrainingRun(run, config, resume: true).Execute(terminal: false);
        var events = TrainingRunTests.Events(run)[before..];
        Assert.Contains(events.OfType<Notice>(), n => n.Text.Contains("step_000000024", StringComparison.Ordinal));
        Assert.Equal(16, events.OfType<RunResumed>().Single().FromStep);
        Assert.Equal(weights, Weights(run));
    }

    [Fact]
    public void A_run_without_a_checkpoint_starts_again()
    {
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]));
        var run = RunDirectory.At(_directory["run"]);
        Directory.CreateDirectory(run.Root);
        File.WriteAllText(run.Config, ConfigJson.Write(config));
        var outcome = new TrainingRun(run, config, resume: true).Execute(terminal: false);
        Assert.Equal(24, outcome.Step);
        Assert.Equal(0, TrainingRunTests.Events(run).OfType<RunResumed>().Single().FromStep);
    }

    private static string[] Metrics(RunEvent[] events) =>
    [
        .. events.OfType<MetricsLogged>().Select(e => $"{e.Step} " + string.Join(' ', e.Values.Where(v => !v.Key.StartsWith("perf/", StringComparison.Ordinal)).Select(v => $"{v.Key}={v.Value:R}"))),
        .. events.OfType<Evaluated>().Select(e => $"{e.Step} {e.Weights} " + string.Join(' ', e.Values.Select(v => $"{v.Key}={v.Value:R}"))),
    ];

    private static string[] Weights(RunDirectory run)
    {
        var last = CheckpointDirectory.List(run.Checkpoints)[0];
        string[] files = [CheckpointManifest.RawWeights, CheckpointManifest.EmaWeights, CheckpointManifest.StateArrays];
        return [.. files.Where(last.Manifest!.Files.ContainsKey).Select(f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(last.Path, f)))))];
    }
}
