namespace TrmLab.Core.Puzzles;

/// <summary>Test batches: every example of a set in order, the last batch padded with pad_id, ignored labels and the blank identifier.</summary>
public static class EvaluationBatches
{
    /// <param name="dataset">The split to read.</param>
    /// <param name="set">One of its sets.</param>
    /// <param name="batchSize">Rows per batch, padding included.</param>
    /// <param name="limit">Examples to read, from the first on; 0 reads all.</param>
    public static IEnumerable<PuzzleBatch> Of(PuzzleDataset dataset, PuzzleSet set, int batchSize, int limit = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        return Read(dataset.Metadata, set, batchSize, limit == 0 ? set.Examples : Math.Min(limit, set.Examples));
    }

    private static IEnumerable<PuzzleBatch> Read(DatasetMetadata metadata, PuzzleSet set, int batchSize, int count)
    {
        int puzzle = 0;
        for (int start = 0; start < count; start += batchSize)
        {
            var batch = new PuzzleBatch(set.Name, batchSize, metadata.SequenceLength) { ValidRows = Math.Min(batchSize, count - start) };
            for (int row = 0; row < batch.ValidRows; row++)
            {
                int example = start + row;
                while (example >= set.PuzzleIndices[puzzle + 1])
                {
                    puzzle++;
                }

                batch.Fill(row, set, example, puzzle);
            }

            batch.Inputs.AsSpan(batch.ValidRows * metadata.SequenceLength).Fill(metadata.PadId);
            batch.Labels.AsSpan(batch.ValidRows * metadata.SequenceLength).Fill(PuzzleSet.IgnoredLabel);
            batch.PuzzleIdentifiers.AsSpan(batch.ValidRows).Fill(metadata.BlankIdentifierId);
            batch.ExampleIndices.AsSpan(batch.ValidRows).Fill(-1);
            batch.PuzzleIndices.AsSpan(batch.ValidRows).Fill(-1);
            yield return batch;
        }
    }
}
