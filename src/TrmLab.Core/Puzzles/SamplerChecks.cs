namespace TrmLab.Core.Puzzles;

/// <summary>Refuses data that would train on nothing.</summary>
internal static class SamplerChecks
{
    public static void Check(PuzzleDataset dataset, int batchSize, int epochsPerIteration)
    {
        bool fills = false;
        foreach (PuzzleSet set in dataset.Sets)
        {
            if (set.Groups == 0)
            {
                throw new InputException($"{set.Directory}: set {set.Name} has no puzzle to train on; leave the directory out of data_paths.");
            }

            long most = 0;
            for (int group = 0; group < set.Groups; group++)
            {
                int first = set.GroupIndices[group];
                int end = set.GroupIndices[group + 1];
                if (first == end)
                {
                    throw new InputException($"{set.Directory}: group {group} has no puzzle.");
                }

                int largest = 0;
                for (int puzzle = first; puzzle < end; puzzle++)
                {
                    largest = Math.Max(largest, set.PuzzleIndices[puzzle + 1] - set.PuzzleIndices[puzzle]);
                }

                most += largest;
            }

            fills |= most * epochsPerIteration >= batchSize;
        }

        if (!fills)
        {
            throw new InputException(
                $"{string.Join(", ", dataset.Directories)}: {epochsPerIteration} epochs between evaluations do not fill one batch of {batchSize}; every batch would be dropped. Raise eval_interval or lower global_batch_size.");
        }
    }
}
