using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Evaluation;

/// <summary>How an answer compares with its label.</summary>
/// <param name="Right">Labelled cells that are right.</param>
/// <param name="Labelled">Cells with a label.</param>
internal readonly record struct AnswerMatch(int Right, int Labelled)
{
    /// <summary>Every labelled cell is right; not where nothing is known of the answer.</summary>
    public bool Exact => Labelled > 0 && Right == Labelled;

    /// <summary>Share of labelled cells that are right; 0 without any.</summary>
    public double Accuracy => Labelled == 0 ? 0 : Right / (double)Labelled;

    /// <summary>Compares, [S] with [S].</summary>
    public static AnswerMatch Of(ReadOnlySpan<int> answer, ReadOnlySpan<int> labels)
    {
        int right = 0, labelled = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            if (labels[i] == PuzzleSet.IgnoredLabel) continue;
            labelled++;
            if (answer[i] == labels[i]) right++;
        }

        return new AnswerMatch(right, labelled);
    }
}
