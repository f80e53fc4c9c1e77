using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Adds up the batches of one evaluation.</summary>
/// <param name="steps">Supervision steps.</param>
internal sealed class EvaluationSums(int steps, IAttempts attempts, bool keepAttempts)
{
    private readonly long[] _exact = new long[steps];
    private readonly double[] _accuracy = new double[steps];
    private readonly AttemptCounts _counts = new(attempts.Kind, attempts.Count);
    private readonly List<PuzzleResult>[] _further = [.. Enumerable.Range(1, keepAttempts ? attempts.Count - 1 : 0).Select(_ => new List<PuzzleResult>())];

    /// <summary>First attempts.</summary>
    public List<PuzzleResult> Puzzles { get; } = [];

    /// <summary>Supervision steps of all sequences.</summary>
    public long SupervisionSteps { get; set; }

    /// <summary>Takes some of the attempts at the puzzles of a batch; the first come first.</summary>
    /// <param name="votes">One per puzzle.</param>
    public void Add(AttemptBatch rows, PuzzleTally tally, AttemptVote[] votes, float[]? ratings)
    {
        for (var row = 0; row < rows.Rows.Count; row++)
        {
            if (rows.Rows[row].Example < 0) continue;
            var (attempt, vote) = (rows.Rows[row].Attempt, votes[row / rows.PerPuzzle]);
            var result = tally.Result(row, ratings);
            if (attempt == 0) Puzzles.Add(result);
            else if (keepAttempts) _further[attempt - 1].Add(result);
            attempts.Restore(attempt, tally.Answer(row));
            vote.Add(tally.Answer(row), (float)result.HaltLogit);
            _counts.Add(attempt, vote, result.Exact);
        }

        if (rows.First > 0) return;
        for (var i = 0; i < steps; i++)
        {
            var (exact, accuracy) = tally.After(i + 1);
            _exact[i] += exact;
            _accuracy[i] += accuracy;
        }
    }

    /// <summary>The report.</summary>
    public EvaluationReport Report(IReadOnlyDictionary<string, double> values, EvaluationCost cost)
    {
        double Mean(double sum) => Puzzles.Count == 0 ? double.NaN : sum / Puzzles.Count;
        return new EvaluationReport(values, [.. _exact.Select(count => Mean(count))], Puzzles, cost.Seconds)
        {
            CellAccuracyByStep = [.. _accuracy.Select(Mean)],
            Attempts = attempts.Count > 1 && Puzzles.Count > 0 ? _counts.Over(Puzzles.Count) : null,
            FurtherAttempts = _further,
            Cost = cost,
        };
    }
}
