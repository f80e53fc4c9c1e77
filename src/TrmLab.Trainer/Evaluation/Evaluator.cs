using System.Diagnostics;
using TorchSharp;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Model;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Evaluates a network on test puzzles: every sequence runs all its supervision steps, metrics are those of the last step divided by the
/// count, as the reference reports them. Deterministic.
/// </summary>
/// <param name="data">The test split.</param>
/// <param name="batchSize">Sequences per batch.</param>
/// <param name="limit">Examples per set, from the first on; 0 = all.</param>
public sealed class Evaluator(PuzzleDataset data, int batchSize, int limit)
{
    /// <summary>Runs the evaluation.</summary>
    /// <param name="step">The network's step; nothing of it is changed.</param>
    /// <param name="cancelled">Asked between batches; true abandons the evaluation.</param>
    /// <param name="progress">Called with puzzles done and in all.</param>
    /// <returns>The report, or null if it was abandoned.</returns>
    public EvaluationReport? Run(ISupervisionStep step, Func<bool>? cancelled = null, Action<int, int>? progress = null)
    {
        var clock = Stopwatch.StartNew();
        var values = new Dictionary<string, double>();
        var results = new List<PuzzleResult>();
        var files = new List<KeyValuePair<string, Action<Stream>>>();
        var exactByStep = new long[step.Model.Shape.Arch.MaxSupervisionSteps];
        var total = data.Sets.Sum(s => limit == 0 ? s.Examples : Math.Min(limit, s.Examples));
        foreach (var set in data.Sets)
        {
            StepMetrics? sums = null;
            var score = AnswerScores.For(data, set, partial: limit > 0 && limit < set.Examples);
            foreach (var batch in EvaluationBatches.Of(data, set, Math.Min(batchSize, Math.Max(1, total)), limit))
            {
                if (cancelled?.Invoke() == true) return null;
                var metrics = Run(step, batch, set, exactByStep, results, score);
                sums = sums is null ? metrics : sums + metrics;
                progress?.Invoke(results.Count, total);
            }

            if (sums is null) continue;
            foreach (var (name, value) in sums.Evaluated()) values[$"{set.Name}/{name}"] = value;
            if (score is null) continue;
            foreach (var (name, value) in score.Metrics()) values[name] = value;
            files.AddRange(score.Files());
        }

        return new EvaluationReport(values, [.. exactByStep.Select(n => results.Count == 0 ? double.NaN : n / (double)results.Count)], results, clock.Elapsed.TotalSeconds) { Files = files };
    }

    private static StepMetrics Run(ISupervisionStep step, PuzzleBatch batch, PuzzleSet set, long[] exactByStep, List<PuzzleResult> results, IAnswerScore? score)
    {
        var tally = new PuzzleTally(batch);
        var carry = Carry.Initial(step.Model, batch.BatchSize);
        try
        {
            for (var i = 0; ; i++)
            {
                using var result = step.Run(carry, batch, training: false);
                carry.Dispose();
                carry = result.Carry;
                exactByStep[i] += Count(tally, result, i == exactByStep.Length - 1 ? score : null, batch);
                if (i < exactByStep.Length - 1) continue;
                results.AddRange(tally.Results(set.Ratings));
                return result.Metrics.Read();
            }
        }
        finally
        {
            carry.Dispose();
        }
    }

    private static int Count(PuzzleTally tally, StepResult result, IAnswerScore? score, PuzzleBatch batch)
    {
        using var scope = torch.NewDisposeScope();
        using var answers = result.Logits.argmax(-1).to(torch.ScalarType.Int32).cpu().contiguous();
        using var halting = result.HaltLogits.to(torch.ScalarType.Float32).cpu().contiguous();
        var (tokens, logits) = (answers.data<int>().ToArray(), halting.data<float>().ToArray());
        score?.Add(batch, tokens, logits);
        return tally.Add(tokens, logits);
    }
}
