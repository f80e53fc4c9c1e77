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

    private Ending Train(ITrainingView view, Func<IRunLog, IRunRequests> requests)
    {
        Directory.CreateDirectory(Run.Root);
        var config = TinySudoku.Config(TinySudoku.Write(_directory["data"]), true, "keep_checkpoints=1");
        using var log = RunLogWriter.Append(Run.Log);
        using var data = TrainingData.Open(config, "test");
        using var state = new TrainingState(config, data, ComputeDevice.Of("cpu", 1, ForwardType.Float32));
        using var metrics = new MetricsRecorder(log, config.BatchSize, config.LogInterval, deferred: false);
        var evaluations = new RunEvaluations(Run, log, new Evaluator(data.Test!, new EvaluationOptions()));
        return new TrmLab.Trainer.Training.Trainer(state, new CheckpointKeeper(Run, log, config.KeepCheckpoints), evaluations, requests(log), metrics, view).Run();
    }

    private sealed class PlannedRequests(Dictionary<long, RunCommandKind> plan) : IRunRequests
    {
        public bool Paused => false;

        public bool StopPending => false;

        public IReadOnlyList<RunCommandKind> Next(long step, MetricsRecorder metrics) => plan.TryGetValue(step, out var kind) ? [kind] : [];
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
