namespace TrmLab.Core.Puzzles;

/// <summary>Cells of a puzzle whose answer is known; the others have a negative label.</summary>
public static class LabelledCells
{
    /// <summary>Whether every labelled cell is right, and there is one: nothing is known of an answer without.</summary>
    /// <param name="labels">[S].</param>
    /// <param name="answer">Tokens, [S].</param>
    public static bool AreRight(ReadOnlySpan<int> labels, ReadOnlySpan<int> answer)
    {
        var labelled = false;
        for (var cell = 0; cell < labels.Length; cell++)
        {
            if (labels[cell] < 0)
                continue;
            if (labels[cell] != answer[cell])
                return false;
            labelled = true;
        }

        return labelled;
    }
}
