using TrmLab.Core.Puzzles;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Follows the puzzles of one batch through the supervision steps: when each became exact, when it would have halted.</summary>
internal sealed class PuzzleTally(PuzzleBatch batch)
{
    private readonly int[] _firstExact = new int[batch.ValidRows];
    private readonly int[] _wouldHalt = new int[batch.ValidRows];
    private readonly bool[] _exactAtHalt = new bool[batch.ValidRows];
    private readonly bool[] _exact = new bool[batch.ValidRows];
    private readonly double[] _accuracy = new double[batch.ValidRows];
    private readonly float[] _haltLogits = new float[batch.ValidRows];
    private int _step;

    /// <summary>Takes the answers after one more supervision step.</summary>
    /// <param name="answers">Decoded tokens [B, S], row-major.</param>
    /// <param name="haltLogits">[B].</param>
    /// <returns>How many of the batch's puzzles are exact now.</returns>
    public int Add(ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits)
    {
        _step++;
        var exactNow = 0;
        for (var row = 0; row < batch.ValidRows; row++)
        {
            var start = row * batch.SequenceLength;
            var (right, labelled) = Compare(answers.Slice(start, batch.SequenceLength), batch.Labels.AsSpan(start, batch.SequenceLength));
            _exact[row] = right == labelled;
            _accuracy[row] = labelled == 0 ? 1 : right / (double)labelled;
            _haltLogits[row] = haltLogits[row];
            if (_exact[row])
            {
                exactNow++;
                if (_firstExact[row] == 0) _firstExact[row] = _step;
            }

            if (haltLogits[row] > 0 && _wouldHalt[row] == 0) (_wouldHalt[row], _exactAtHalt[row]) = (_step, _exact[row]);
        }

        return exactNow;
    }

    /// <summary>The results after the last step.</summary>
    /// <param name="ratings">Difficulty per puzzle of the set, or null.</param>
    public IEnumerable<PuzzleResult> Results(float[]? ratings)
    {
        for (var row = 0; row < batch.ValidRows; row++)
        {
            yield return new PuzzleResult
            {
                Index = batch.ExampleIndices[row],
                Set = batch.Set,
                Exact = _exact[row],
                CellAccuracy = _accuracy[row],
                Steps = _step,
                HaltLogit = _haltLogits[row],
                WouldHaltStep = _wouldHalt[row],
                ExactAtHalt = _wouldHalt[row] == 0 ? _exact[row] : _exactAtHalt[row],
                FirstExactStep = _firstExact[row],
                Rating = ratings is null ? double.NaN : ratings[batch.PuzzleIndices[row]],
            };
        }
    }

    private static (int Right, int Labelled) Compare(ReadOnlySpan<int> answers, ReadOnlySpan<int> labels)
    {
        int right = 0, labelled = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == PuzzleSet.IgnoredLabel) continue;
            labelled++;
            if (answers[i] == labels[i]) right++;
        }

        return (right, labelled);
    }
}
