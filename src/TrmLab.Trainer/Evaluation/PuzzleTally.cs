using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>
/// Follows the rows of one batch through the supervision steps: when each became exact, when it would have halted. A row that is no longer
/// given an answer keeps its last one.
/// </summary>
/// <param name="batch">As the network is asked it; padding rows have example -1 and count nowhere.</param>
/// <param name="stride">Every how many rows one counts in the curves by step: the first attempt at each puzzle.</param>
internal sealed class PuzzleTally(PuzzleBatch batch, int stride)
{
    private readonly Row[] _rows = new Row[batch.BatchSize];
    private readonly int[] _answers = new int[batch.BatchSize * batch.SequenceLength];
    private readonly List<(int Exact, double Accuracy)> _byStep = [];

    /// <summary>Takes the answers after one more supervision step.</summary>
    /// <param name="active">Which rows of the batch the answers belong to.</param>
    /// <param name="answers">Decoded tokens, [active, S], row-major.</param>
    /// <param name="haltLogits">[active].</param>
    /// <param name="halting">[active]: whether the network halts, by its own rule.</param>
    public void Add(IReadOnlyList<int> active, ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits, ReadOnlySpan<bool> halting)
    {
        var (step, length) = (_byStep.Count + 1, batch.SequenceLength);
        for (var i = 0; i < active.Count; i++)
        {
            var answer = answers.Slice(i * length, length);
            answer.CopyTo(_answers.AsSpan(active[i] * length));
            _rows[active[i]].Take(step, AnswerMatch.Of(answer, batch.Labels.AsSpan(active[i] * length, length)), haltLogits[i], halting[i]);
        }

        var (exact, accuracy) = (0, 0.0);
        for (var row = 0; row < _rows.Length; row += stride)
        {
            if (batch.ExampleIndices[row] < 0) continue;
            exact += _rows[row].Match.Exact ? 1 : 0;
            accuracy += _rows[row].Match.Accuracy;
        }

        _byStep.Add((exact, accuracy));
    }

    /// <summary>Whether a row has halted.</summary>
    public bool HasHalted(int row) => _rows[row].WouldHalt > 0;

    /// <summary>First attempts that are exact after a step (from 1), and the sum of their shares of right cells.</summary>
    public (int Exact, double Accuracy) After(int step) => _byStep[Math.Min(step, _byStep.Count) - 1];

    /// <summary>The last answer of a row, [S].</summary>
    public Span<int> Answer(int row) => _answers.AsSpan(row * batch.SequenceLength, batch.SequenceLength);

    /// <summary>The result of a row after its last step.</summary>
    /// <param name="ratings">Difficulty per puzzle of the set, or null.</param>
    public PuzzleResult Result(int row, float[]? ratings)
    {
        ref readonly var r = ref _rows[row];
        return new PuzzleResult
        {
            Index = batch.ExampleIndices[row],
            Set = batch.Set,
            Exact = r.Match.Exact,
            CellAccuracy = r.Match.Accuracy,
            Steps = r.Steps,
            HaltLogit = r.HaltLogit,
            WouldHaltStep = r.WouldHalt,
            ExactAtHalt = r.WouldHalt == 0 ? r.Match.Exact : r.ExactAtHalt,
            FirstExactStep = r.FirstExact,
            Rating = ratings is null ? double.NaN : ratings[batch.PuzzleIndices[row]],
        };
    }

    private struct Row
    {
        public AnswerMatch Match;
        public float HaltLogit;
        public int Steps, FirstExact, WouldHalt;
        public bool ExactAtHalt;

        public void Take(int step, AnswerMatch match, float haltLogit, bool halts)
        {
            (Match, HaltLogit, Steps) = (match, haltLogit, step);
            if (match.Exact && FirstExact == 0) FirstExact = step;
            if (halts && WouldHalt == 0) (WouldHalt, ExactAtHalt) = (step, match.Exact);
        }
    }
}
