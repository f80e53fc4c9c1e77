using TrmLab.Core.Puzzles;
using TrmLab.Trainer.Losses;
using TrmLab.Trainer.Training;

namespace TrmLab.Trainer.Evaluation;

/// <summary>All attempts at the puzzles of one batch, as many at once as the batch size allows.</summary>
internal sealed class EvaluationBatch
{
    private readonly ISupervisionStep _step;
    private readonly IAttempts _attempts;
    private readonly bool _earlyHalt;
    private readonly PuzzleBatch _puzzles;
    private readonly int _together;
    private readonly AttemptVote[] _votes;

    /// <param name="puzzles">Padding included.</param>
    /// <param name="batchSize">Most sequences at once.</param>
    public EvaluationBatch(ISupervisionStep step, IAttempts attempts, bool earlyHalt, PuzzleBatch puzzles, int batchSize)
    {
        (_step, _attempts, _earlyHalt, _puzzles) = (step, attempts, earlyHalt, puzzles);
        _together = Math.Min(attempts.Count, batchSize);
        var length = puzzles.SequenceLength;
        _votes = [.. Enumerable.Range(0, puzzles.ValidRows).Select(row => new AttemptVote(puzzles.Labels[(row * length)..((row + 1) * length)], step.Model.Shape.VocabularySize))];
    }

    /// <summary>Sums over the rows of the last step where every row took it; with one attempt, all of them.</summary>
    public StepMetrics? Metrics { get; private set; }

    /// <summary>The chosen answers - those that the halting head likes best - as the network gave them, [B, S].</summary>
    public int[] Answers => [.. _votes.SelectMany(vote => vote.Best), .. new int[(_puzzles.BatchSize - _puzzles.ValidRows) * _puzzles.SequenceLength]];

    /// <summary>Their halting logits [B].</summary>
    public float[] HaltLogits => [.. _votes.Select(vote => vote.BestLogit), .. new float[_puzzles.BatchSize - _puzzles.ValidRows]];

    /// <summary>Runs all attempts.</summary>
    /// <param name="goesOn">Asked between supervision steps with the share that is done; false abandons the batch.</param>
    /// <returns>False if it was abandoned.</returns>
    public bool Run(EvaluationSums sums, float[]? ratings, Func<double, bool> goesOn)
    {
        var steps = (double)_step.Model.Shape.Arch.MaxSupervisionSteps;
        for (var first = 0; first < _attempts.Count; first += _together)
        {
            var count = Math.Min(_together, _attempts.Count - first);
            var rows = new AttemptBatch(_puzzles, _attempts, first, count, keepPadding: _attempts.Count == 1 && !_earlyHalt);
            var run = new BatchRun(_step, _attempts, _earlyHalt, i => goesOn((first + count * (i - 1) / steps) / _attempts.Count));
            if (run.Run(rows) is not { } tally) return false;
            sums.Add(rows, tally, _votes, ratings);
            sums.SupervisionSteps += run.SupervisionSteps;
            Metrics = run.Metrics;
        }

        return true;
    }
}
