using TorchSharp;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Training;

/// <summary>How a run ended.</summary>
public enum Ending
{
    /// <summary>All steps done.</summary>
    Finished,

    /// <summary>Asked to stop; a checkpoint of the last step is there.</summary>
    Stopped,
}

/// <summary>
/// The training loop. An interval is <c>eval_interval</c> passes over the groups: steps, then an evaluation of raw and averaged weights and
/// a checkpoint. One thread; requests are looked at between two steps.
/// </summary>
/// <param name="time">What tells that a checkpoint is due within an interval; null takes the system's.</param>
public sealed class Trainer(
    TrainingState state, CheckpointKeeper checkpoints, RunEvaluations evaluations, IRunRequests requests, MetricsRecorder metrics, ITrainingView view, TimeProvider? time = null)
{
    internal static readonly TimeSpan CheckpointInterval = TimeSpan.FromMinutes(5);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    // A timestamp and not the time of day: a clock that is set back must not put the next checkpoint off.
    private long _lastCheckpoint = (time ?? TimeProvider.System).GetTimestamp();

    /// <summary>Trains from where the state is to the end.</summary>
    public Ending Run()
    {
        using var step = state.Steps.Create(state.Model);
        var intervals = state.Config.Epochs / state.Config.EvaluationInterval;
        while (state.Interval < intervals)
        {
            // A sampler that is ahead was stopped in the evaluation between two intervals: evaluate first.
            while (state.Sampler.Iteration == state.Interval && state.Sampler.TryNext(out var batch))
            {
                Advance(step, batch);
                if (Obey(step)) return Ending.Stopped;
                if (requests.Due(_time.GetElapsedTime(_lastCheckpoint) > CheckpointInterval)) Save();
            }

            if (!Evaluate(step)) return Ending.Stopped;
            state.Interval++;
            Save();
        }

        return Ending.Finished;
    }

    // One update in the reference's order: the counter first, then backward, sign SGD, AdamATan2, average.
    private void Advance(ISupervisionStep step, PuzzleBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        state.Step++;
        if (state.Step > state.Plan.TotalSteps)
        {
            state.Update.Average?.Update(); // As the reference: beyond the schedule nothing learns, but the average goes on.
            return;
        }

        state.Model.Depth = state.DepthAt(state.Step);
        using var result = step.Run(state.Carry, batch, training: true);
        state.Carry.Dispose();
        state.Carry = result.Carry;
        var learningRate = state.Update.Apply(state.Step, measureNorm: metrics.Wants(state.Step));
        metrics.Add(state.Step, result.Metrics, learningRate, state.Update.GradientNorm);
        view.Stepped(state.Step, state.Plan.ExpectedUpdates);
    }

    // True: the run must end now.
    private bool Obey(ISupervisionStep step)
    {
        do
        {
            foreach (var request in requests.Next(state.Step, metrics))
            {
                switch (request)
                {
                    case RunCommandKind.Save:
                        Save(requested: true);
                        break;
                    case RunCommandKind.Evaluate:
                        if (!Evaluate(step)) return true;
                        Save(); // These weights may be the best now: the next save keeps none in their place.
                        break;
                    case RunCommandKind.Stop:
                        Save();
                        return true;
                }
            }
        }
        while (requests.Paused);

        return false;
    }

    // False: a stop was asked for meanwhile; the evaluation is abandoned and a checkpoint is there.
    private bool Evaluate(ISupervisionStep step)
    {
        view.Activity(state.Step, "evaluating");
        state.Model.Depth = state.FullDepth; // As the finished network will run, and anyone who loads a checkpoint; the next step sets its own.
        var recorded = false;
        metrics.SkipTime(() => recorded = evaluations.Run(state, step, () => requests.StopPending, view.Evaluating));
        view.Activity(state.Step, "training");
        // A stop that came when all was recorded is obeyed after the next step: stopping here would repeat the evaluation after the resume.
        if (recorded || !requests.StopPending) return true;
        // No step follows that would take the stop, and with it what else was asked for.
        var others = requests.Next(state.Step, metrics);
        Save(requested: others.Contains(RunCommandKind.Save));
        return false;
    }

    private void Save(bool requested = false)
    {
        view.Activity(state.Step, "saving");
        metrics.SkipTime(() => checkpoints.Save(state, evaluations.FiguresAt(state.Step), requested));
        _lastCheckpoint = _time.GetTimestamp();
        view.Activity(state.Step, "training");
    }
}
