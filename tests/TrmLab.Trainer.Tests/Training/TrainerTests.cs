using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Evaluation;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Tests.Training;

/// <summary>The training loop, asked for something at a moment of the test's choice.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private RunDirectory Run => RunDirectory.At(_directory["run"]);

    [Fact]
    public void Weights_that_an_evaluation_on_demand_finds_best_are_kept()
    {
        // No network this small solves a puzzle: every evaluation is the best so far.
        var requests = new PlannedRequests(new() { [5] = RunCommandKind.Evaluate, [7] = RunCommandKind.Stop });
        Assert.Equal(Ending.Stopped, Train(new QuietView(), _ => requests));
        Assert.Equal([7L, 5], CheckpointDirectory.List(Run.Checkpoints).Select(c => c.Step));
        Assert.Equal([5L, 5], TrainingRunTests.Events(Run).OfType<Evaluated>().Select(e => e.Step));
    }

    [Fact]
    public void A_stop_during_an_evaluation_is_acknowledged_with_what_else_was_asked_for()
    {
        using var control = new RunControl(Run);
        RunRequests? requests = null;
        var view = new AskingView(Run, control, [RunCommandKind.Save, RunCommandKind.Stop]);
        Assert.Equal(Ending.Stopped, Train(view, log => requests = new RunRequests(Run, log, control, view)));
        Assert.Equal("stopped on request", requests!.StopReason);
        Assert.Empty(RunCommands.Pending(Run));
        var events = TrainingRunTests.Events(Run);
        Assert.Equal([("save", "done"), ("stop", "done")], events.OfType<CommandHandled>().Select(e => (e.Command, e.Outcome)));
        Assert.Equal((8, "requested"), events.OfType<CheckpointSaved>().Select(e => (e.Step, e.Kind)).Single());
        Assert.Empty(events.OfType<Evaluated>());
    }

    [Fact]
    public void What_a_person_asked_for_or_pinned_is_kept_also_after_a_resume()
    {
        var config = Config();
        var requests = new PlannedRequests(new() { [3] = RunCommandKind.Save, [13] = RunCommandKind.Stop });
        Assert.Equal(Ending.Stopped, Train(new QuietView(), _ => requests, config));
        Assert.Equal([13L, 8, 3], CheckpointDirectory.List(Run.Checkpoints).Select(c => c.Step));
        CheckpointPin.Set(CheckpointDirectory.List(Run.Checkpoints)[1].Path, pinned: true);

        // The rule alone keeps the last and the best, which are the same.
        Assert.Equal("finished", new TrainingRun(Run, config, resume: true).Execute(terminal: false).State);
        Assert.Equal([24L, 8, 3], CheckpointDirectory.List(Run.Checkpoints).Select(c => c.Step));
        Assert.Equal([RunDirectory.CheckpointPath(13), RunDirectory.CheckpointPath(16)], TrainingRunTests.Events(Run).OfType<CheckpointRemoved>().Select(e => e.Path));
    }

    [Theory]
    [InlineData(1, new long[] { 6, 8, 14, 16, 22, 24 })]
    [InlineData(0, new long[] { 8, 16, 24 })]
    public void A_checkpoint_is_saved_within_an_interval_that_takes_long(double minutesPerStep, long[] expected)
    {
        var clock = new SteppedClock(TimeSpan.FromMinutes(minutesPerStep));
        Assert.Equal(Ending.Finished, Train(clock, _ => new PlannedRequests([]), Config(), time: clock));
        Assert.Equal(expected, TrainingRunTests.Events(Run).OfType<CheckpointSaved>().Select(e => e.Step));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Numbers_that_are_fetched_a_step_later_are_logged_as_those_fetched_at_once(int interval)
    {
        var atOnce = Story(deferred: false);
        Assert.Equal(Enumerable.Range(1, 24).Where(step => step == 1 || step % interval == 0).Select(step => (long)step), TrainingRunTests.Events(Run).OfType<MetricsLogged>().Select(e => e.Step));
        Directory.Delete(Run.Root, recursive: true);
        Assert.Equal(atOnce, Story(deferred: true));

        string[] Story(bool deferred)
        {
            Train(new QuietView(), _ => new PlannedRequests(new() { [4] = RunCommandKind.Evaluate, [5] = RunCommandKind.Save }), Config($"log_interval={interval}"), deferred);
            return [.. TrainingRunTests.Events(Run).Select(e => e switch
            {
                MetricsLogged m => $"{m.Step} " + string.Join(' ', m.Values.Where(v => !v.Key.StartsWith("perf/", StringComparison.Ordinal)).Select(v => $"{v.Key}={v.Value:R}")),
                Evaluated x => $"{x.Step} {x.Weights} " + string.Join(' ', x.Values.Select(v => $"{v.Key}={v.Value:R}")),
                CheckpointSaved s => $"{s.Step} saved",
                _ => e.GetType().Name,
            })];
        }
    }

    private RunConfig Config(params string[] settings) =>
        TinySudoku.Config(Directory.Exists(_directory["data"]) ? _directory["data"] : TinySudoku.Write(_directory["data"]), true, ["keep_checkpoints=1", .. settings]);

    private Ending Train(ITrainingView view, Func<IRunLog, IRunRequests> requests, RunConfig? given = null, bool deferred = false, TimeProvider? time = null)
    {
        Directory.CreateDirectory(Run.Root);
        var config = given ?? Config();
        using var log = RunLogWriter.Append(Run.Log);
        using var data = TrainingData.Open(config, "test");
        using var state = new TrainingState(config, data, ComputeDevice.Of("cpu", 1, ForwardType.Float32));
        using var metrics = new MetricsRecorder(log, config.BatchSize, config.LogInterval, deferred);
        var evaluations = new RunEvaluations(Run, log, new Evaluator(data.Test!, new EvaluationOptions()));
        return new TrmLab.Trainer.Training.Trainer(state, new CheckpointKeeper(Run, log, config.KeepCheckpoints), evaluations, requests(log), metrics, view, time).Run();
    }

    private sealed class PlannedRequests(Dictionary<long, RunCommandKind> plan) : IRunRequests
    {
        public bool Paused => false;

        public bool StopPending => false;

        public IReadOnlyList<RunCommandKind> Next(long step, MetricsRecorder metrics) => plan.TryGetValue(step, out var kind) ? [kind] : [];
    }

    // A clock on which every step takes the same time and nothing else takes any.
    private sealed class SteppedClock(TimeSpan perStep) : TimeProvider, ITrainingView
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        public void Stepped(long step, long totalSteps) => _now += perStep.Ticks;

        public void Activity(long step, string activity)
        {
        }

        public void Evaluating(string weights, int done, int total)
        {
        }
    }

    // Asks in the middle of the first evaluation, and waits until the trainer could know.
    private sealed class AskingView(RunDirectory run, RunControl control, IReadOnlyList<RunCommandKind> wishes) : ITrainingView
    {
        private bool _asked;

        public void Stepped(long step, long totalSteps)
        {
        }

        public void Activity(long step, string activity)
        {
        }

        public void Evaluating(string weights, int done, int total)
        {
            if (_asked) return;
            _asked = true;
            foreach (var kind in wishes)
            {
                RunCommands.Send(run, kind);
                Thread.Sleep(2); // They are taken in the order of their milliseconds.
            }

            Assert.True(SpinWait.SpinUntil(() => control.StopWaits, TimeSpan.FromSeconds(30)));
        }
    }
}
