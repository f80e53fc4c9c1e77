using TrmLab.Core.Runs;
using TrmLab.Trainer.Evaluation;

namespace TrmLab.Trainer.Training;

/// <summary>Evaluates raw and averaged weights of a run side by side on the same puzzles and records both.</summary>
public sealed class RunEvaluations(RunDirectory run, IRunLog log, Evaluator? evaluator)
{
    private long _step = -1;
    private Dictionary<string, double> _figures = [];

    /// <summary>The last report of a kind of weights.</summary>
    public Dictionary<string, EvaluationReport> Reports { get; } = [];

    /// <summary>Figures by <c>ema/all/exact_accuracy</c> and the like if this very step was evaluated; else none.</summary>
    public IReadOnlyDictionary<string, double> FiguresAt(long step) => step == _step ? _figures : [];

    /// <summary>Evaluates now.</summary>
    /// <param name="state">Between two steps.</param>
    /// <param name="step">The run's own step, for its raw weights.</param>
    /// <param name="cancelled">True abandons the evaluation.</param>
    /// <param name="progress">Kind of weights, puzzles done, in all.</param>
    /// <returns>False if there is nothing to evaluate on, or it was abandoned.</returns>
    public bool Run(TrainingState state, ISupervisionStep step, Func<bool> cancelled, Action<string, int, int>? progress)
    {
        if (evaluator is null) return false;
        using var exact = new ExactProducts(state.Model.Device);
        if (evaluator.Run(step, cancelled, (done, all) => progress?.Invoke("raw", done, all)) is not { } raw) return false;
        var reports = new Dictionary<string, EvaluationReport> { ["raw"] = raw };
        if (state.Update.Average is not null)
        {
            using var twin = state.AveragedTwin();
            using var averaged = state.Steps.Create(twin);
            if (evaluator.Run(averaged, cancelled, (done, all) => progress?.Invoke("ema", done, all)) is not { } ema) return false;
            reports["ema"] = ema;
        }

        // Recorded only when all are there: an evaluation that a stop cut short is made again after the resume.
        var figures = new Dictionary<string, double>();
        foreach (var (weights, report) in reports) Record(state, weights, report, figures);
        (_step, _figures) = (state.Step, figures);
        return true;
    }

    private void Record(TrainingState state, string weights, EvaluationReport report, Dictionary<string, double> figures)
    {
        if (state.Ranks.IsFirst)
        {
            using var busy = state.Ranks.Busy();
            EvaluationRecord.WriteFiles(run, state.Step, weights, report);
        }

        foreach (var (name, value) in report.Values) figures[$"{weights}/{name}"] = value;
        Reports[weights] = report;
        state.Best = state.Best.With(weights, report.ExactAccuracy, state.Step);
        log.Write(EvaluationRecord.EventOf(state.Step, weights, report));
    }
}
