namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Reads the puzzles of a data set directory back as tasks, translation undone.</summary>
public static class ArcStoredTasks
{
    /// <summary>The puzzles of a split that are not augmented, all their pairs as demonstrations.</summary>
    /// <exception cref="InputException">Not an ARC data set.</exception>
    public static IReadOnlyList<ArcTask> Read(string directory, string split, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<string> names = PuzzleDataset.ReadIdentifiers(directory);
        using var dataset = PuzzleDataset.Open(directory, split);
        if (dataset.Metadata.SequenceLength != ArcSequence.Length || dataset.Metadata.VocabularySize != ArcSequence.VocabularySize)
            throw new InputException($"{directory}: not an ARC data set (seq_len {dataset.Metadata.SequenceLength}, vocab_size {dataset.Metadata.VocabularySize}).");
        var tasks = new List<ArcTask>();
        foreach (PuzzleSet set in dataset.Sets)
        {
            for (int puzzle = 0; puzzle < set.Puzzles; puzzle++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int identifier = set.PuzzleIdentifiers[puzzle];
                string name = identifier < names.Count
                    ? names[identifier]
                    : throw new InputException($"{directory}: puzzle {puzzle} of {split} has identifier {identifier}, but identifiers.json has {names.Count} names.");
                if (ArcAugmentation.Parse(name).Augmentation == default)
                    tasks.Add(new ArcTask(name, Pairs(set, puzzle), []));
            }
        }
        return tasks;
    }

    /// <summary>The pairs of one stored puzzle.</summary>
    public static IReadOnlyList<ArcPair> Pairs(PuzzleSet set, int puzzle)
    {
        int[] input = new int[ArcSequence.Length], label = new int[ArcSequence.Length];
        var pairs = new List<ArcPair>();
        for (int example = set.PuzzleIndices[puzzle]; example < set.PuzzleIndices[puzzle + 1]; example++)
        {
            set.CopyExample(example, input, label);
            pairs.Add(new ArcPair(Decode(input), Decode(label)));
        }
        return pairs;
    }

    private static ArcGrid Decode(ReadOnlySpan<int> values)
    {
        Span<byte> tokens = stackalloc byte[ArcSequence.Length];
        for (int i = 0; i < values.Length; i++)
            tokens[i] = values[i] == PuzzleSet.IgnoredLabel ? (byte)ArcSequence.Padding : (byte)values[i];
        return ArcSequence.Decode(tokens);
    }
}
