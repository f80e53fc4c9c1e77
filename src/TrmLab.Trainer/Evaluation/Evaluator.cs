using System.Diagnostics;
using TrmLab.Core;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Evaluates a network on test puzzles. By default every sequence runs all its supervision steps once, and metrics are those of the last step
/// divided by the count, as the reference reports them; options spend more or less compute on each puzzle. Deterministic.
/// </summary>
/// <param name="data">The test split.</param>
public sealed class Evaluator(PuzzleDataset data, EvaluationOptions options)
{
    private int _batchSize = options.BatchSize;

    /// <summary>Test examples that are evaluated.</summary>
    public int Puzzles { get; } = data.Sets.Sum(set => options.Limit == 0 ? set.Examples : Math.Min(options.Limit, set.Examples));

    /// <summary>Runs the evaluation.</summary>
    /// <param name="step">The network's step; nothing of it is changed.</param>
    /// <param name="cancelled">Asked between supervision steps; true abandons the evaluation.</param>
    /// <param name="progress">Called with puzzles done and in all.</param>
    /// <returns>The report, or null if it was abandoned.</returns>
    /// <exception cref="InputException">The options do not fit the puzzles.</exception>
    public EvaluationReport? Run(ISupervisionStep step, Func<bool>? cancelled = null, Action<int, int>? progress = null)
    {
        var attempts = Attempts();
        // The same for all weights, so that their figures compare to the last digit.
        if (_batchSize == 0) _batchSize = options.Agreed(BatchCapacity.Of(step, Math.Max(1, Puzzles) * attempts.Count));
        var clock = Stopwatch.StartNew();
        var values = new Dictionary<string, double>();
        var files = new List<KeyValuePair<string, Action<Stream>>>();
        var sums = new EvaluationSums(step.Model.Shape.Arch.MaxSupervisionSteps, attempts, options.KeepAttempts);
        foreach (var set in data.Sets)
        {
            var first = sums.Puzzles.Count;
            var score = AnswerScores.For(data, set, partial: options.Limit > 0 && options.Limit < set.Examples);
            StepMetrics? metrics = null;
            foreach (var puzzles in EvaluationBatches.Of(data, set, Math.Clamp(_batchSize / attempts.Count, 1, Math.Max(1, Puzzles)), options.Limit))
            {
                var batch = new EvaluationBatch(step, attempts, options.EarlyHalt, puzzles, _batchSize);
                if (!batch.Run(sums, set.Ratings, done => GoesOn(sums.Puzzles.Count, puzzles.ValidRows, done))) return null;
                metrics = metrics is null || batch.Metrics is null ? batch.Metrics : metrics + batch.Metrics;
                score?.Add(puzzles, batch.Answers, batch.HaltLogits);
                progress?.Invoke(sums.Puzzles.Count, Puzzles);
            }

            if (sums.Puzzles.Count == first) continue;
            var plain = attempts.Count == 1 && !options.EarlyHalt;
            foreach (var (name, value) in plain ? metrics!.Evaluated() : Evaluated(sums.Puzzles[first..])) values[$"{set.Name}/{name}"] = value;
            if (score is null) continue;
            foreach (var (name, value) in score.Metrics()) values[name] = value;
            files.AddRange(score.Files());
        }

        var calls = sums.SupervisionSteps * step.Model.Shape.UpdatesPerSupervisionStep;
        var cost = new EvaluationCost(sums.Puzzles.Count, sums.SupervisionSteps, calls, clock.Elapsed.TotalSeconds, _batchSize);
        return sums.Report(values, cost) with { Files = files };

        // Within a batch the share of its work that is done stands for puzzles.
        bool GoesOn(int before, int puzzles, double done)
        {
            if (cancelled?.Invoke() == true) return false;
            progress?.Invoke(Math.Min(Puzzles, before + (int)(puzzles * done)), Puzzles);
            return true;
        }
    }

    private IAttempts Attempts()
    {
        if (options.Symmetries <= 1) return new NoisyRollouts(Math.Max(1, options.Rollouts), options.Noise, options.Seed);
        if (options.Rollouts > 1 || options.Noise is not null) throw new InputException("rollouts and symmetries cannot be combined; choose one of them");
        return data.Sets.Select(set => SudokuSymmetries.For(data, set, options.Symmetries, options.Seed)).Last();
    }

    // Without the losses: a sequence that has halted, or one of several attempts, has none.
    private static IEnumerable<(string Name, double Value)> Evaluated(IReadOnlyCollection<PuzzleResult> puzzles) =>
    [
        ("count", puzzles.Count),
        ("accuracy", puzzles.Average(p => p.CellAccuracy)),
        ("exact_accuracy", puzzles.Average(p => p.Exact ? 1.0 : 0)),
        ("q_halt_accuracy", puzzles.Average(p => p.HaltLogit >= 0 == p.Exact ? 1.0 : 0)),
        ("steps", puzzles.Average(p => p.Steps)),
    ];
}
