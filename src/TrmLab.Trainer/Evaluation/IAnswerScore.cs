using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Judges final answers by the rules of their puzzle, beside the exact match with the stored label.</summary>
public interface IAnswerScore
{
    /// <summary>Takes the answers of one batch after the last supervision step; padding rows are left out.</summary>
    /// <param name="batch">The questions, [B, S].</param>
    /// <param name="answers">Decoded tokens, [B, S].</param>
    /// <param name="haltLogits">[B].</param>
    void Add(PuzzleBatch batch, ReadOnlySpan<int> answers, ReadOnlySpan<float> haltLogits);

    /// <summary>Metrics by full name.</summary>
    IEnumerable<KeyValuePair<string, double>> Metrics();

    /// <summary>Files to keep beside the evaluation: name and what writes it.</summary>
    IEnumerable<KeyValuePair<string, Action<Stream>>> Files();
}
