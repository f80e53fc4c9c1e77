namespace TrmLab.Core.Puzzles;

/// <summary>Whether the arrays of one set fit each other and their metadata; each failure is one line that names the array.</summary>
internal static class PuzzleSetChecks
{
    public static void Check(PuzzleSet set, DatasetMetadata metadata)
    {
        CheckShape(set.Inputs, metadata);
        CheckShape(set.Labels, metadata);
        if (set.Inputs.RowCount != set.Labels.RowCount)
        {
            throw new InputException($"{set.Labels.Path}: {set.Labels.RowCount} rows, but there are {set.Inputs.RowCount} inputs.");
        }

        CheckIndices(set, "puzzle_indices", set.PuzzleIndices, set.Examples, "examples");
        CheckIndices(set, "group_indices", set.GroupIndices, set.Puzzles, "puzzles");
        if (set.PuzzleIndices.Length != set.Puzzles + 1)
        {
            throw new InputException($"{set.Directory}: puzzle_indices has {set.PuzzleIndices.Length} values for {set.Puzzles} puzzle_identifiers; one more than puzzles is expected.");
        }

        if (set.Ratings is { } ratings && ratings.Length != set.Puzzles)
        {
            throw new InputException($"{set.Directory}: {ratings.Length} ratings for {set.Puzzles} puzzles.");
        }

        foreach (int identifier in set.PuzzleIdentifiers)
        {
            if (identifier < 0 || identifier >= metadata.PuzzleIdentifiers)
            {
                throw new InputException($"{set.Directory}: puzzle identifier {identifier} is outside 0..{metadata.PuzzleIdentifiers - 1} (num_puzzle_identifiers in dataset.json).");
            }
        }
    }

    private static void CheckShape(NpyArray array, DatasetMetadata metadata)
    {
        if (array.Header.Shape.Count != 2 || array.RowLength != metadata.SequenceLength)
        {
            throw new InputException($"{array.Path}: shape ({string.Join(", ", array.Header.Shape)}), but dataset.json says seq_len {metadata.SequenceLength}.");
        }

        if (array.Header.Type == NpyType.Float32)
        {
            throw new InputException($"{array.Path}: integers are expected, the file holds float32.");
        }
    }

    private static void CheckIndices(PuzzleSet set, string field, int[] indices, int end, string counted)
    {
        if (indices.Length == 0 || indices[0] != 0 || indices[^1] != end)
        {
            throw new InputException($"{set.Directory}: {field} must run from 0 to the number of {counted} ({end}).");
        }

        for (int i = 1; i < indices.Length; i++)
        {
            if (indices[i] < indices[i - 1])
            {
                throw new InputException($"{set.Directory}: {field} falls from {indices[i - 1]} to {indices[i]} at index {i}; it must rise.");
            }
        }
    }
}
