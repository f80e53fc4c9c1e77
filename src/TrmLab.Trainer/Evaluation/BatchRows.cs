using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Evaluation;

/// <summary>Rows of a batch as a batch of their own.</summary>
internal static class BatchRows
{
    /// <summary>The rows in the order given; a row may be taken several times.</summary>
    public static PuzzleBatch Take(this PuzzleBatch batch, IReadOnlyList<int> rows)
    {
        var length = batch.SequenceLength;
        var taken = new PuzzleBatch(batch.Set, rows.Count, length);
        for (var i = 0; i < rows.Count; i++)
        {
            batch.Inputs.AsSpan(rows[i] * length, length).CopyTo(taken.Inputs.AsSpan(i * length));
            batch.Labels.AsSpan(rows[i] * length, length).CopyTo(taken.Labels.AsSpan(i * length));
            taken.PuzzleIdentifiers[i] = batch.PuzzleIdentifiers[rows[i]];
            taken.ExampleIndices[i] = batch.ExampleIndices[rows[i]];
            taken.PuzzleIndices[i] = batch.PuzzleIndices[rows[i]];
        }

        return taken;
    }
}
