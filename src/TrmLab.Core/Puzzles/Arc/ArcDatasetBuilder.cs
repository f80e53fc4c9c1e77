namespace TrmLab.Core.Puzzles.Arc;

/// <summary>
/// Builds an ARC data set as the reference's builder does, value for value at the same seed. Tasks of the test set give their demonstrations to
/// train and their test pairs to test under the same puzzle identifier; all other tasks give every pair to train.
/// </summary>
/// <remarks>
/// Of an augmented puzzle only its eight-byte <see cref="ArcAugmentation"/> is kept; grids are made again while writing, so memory does not grow with
/// the number of examples.
/// </remarks>
public static class ArcDatasetBuilder
{
    /// <exception cref="InputException">A set is missing or malformed, or the test set shares tasks with another.</exception>
    public static ArcBuildReport Build(ArcBuildOptions options, IProgress<BuildProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArcSubset[] subsets = ArcBuildInput.Read(options);
        ArcSubset test = subsets.Single(subset => subset.Name == options.TestSet);
        IReadOnlyList<ArcLeak> leaks = ArcBuildInput.CheckLeaks(test, subsets, options.AllowLeaks);

        using var writer = new PuzzleDatasetWriter(options.OutputDirectory);
        var random = new MersenneTwister(options.Seed);
        List<ArcPuzzleGroup> groups = ArcPuzzleGroup.Draw(subsets, options.Augmentations, random, progress, cancellation);
        ArcPuzzleGroup[] testGroups = [.. groups.Where(group => group.Subset == test)];
        ArcIdentifiers identifiers = Number(groups);
        var form = new DatasetMetadata
        {
            PadId = ArcSequence.Padding,
            IgnoreLabelId = ArcSequence.Padding,
            VocabularySize = ArcSequence.VocabularySize,
            SequenceLength = ArcSequence.Length,
            PuzzleIdentifiers = identifiers.Count,
        };
        var splits = new ArcSplitBuilder(identifiers, progress, cancellation);
        PuzzleSplitWriter trainSplit = writer.AddSplit("train", form);
        splits.Write("train", groups, group => group.Subset == test ? group.Task.Train : [.. group.Task.Pairs], random, trainSplit);
        PuzzleSplitWriter testSplit = writer.AddSplit("test", form);
        splits.Write("test", testGroups, group => group.Task.Test, null, testSplit);
        writer.WriteFile("identifiers.json", identifiers.Write);
        writer.WriteFile("test_puzzles.json", stream => ArcTaskWriter.Write(stream, testGroups.Select(group => group.Task)));
        writer.Complete();

        return new ArcBuildReport
        {
            Subsets = [.. subsets.Select(subset => (subset.Name, subset.Source, subset.Tasks.Count))],
            TrainPuzzles = trainSplit.Puzzles,
            TrainExamples = trainSplit.Examples,
            TestPuzzles = testSplit.Puzzles,
            TestExamples = testSplit.Examples,
            Identifiers = identifiers.Count,
            FewerAugmentations = [.. groups.Where(group => group.Augmentations.Length <= options.Augmentations)
                .Select(group => (group.Task.Id, group.Augmentations.Length - 1))],
            Leaks = leaks,
            SharedTasks = ArcBuildInput.SharedTasks(subsets),
        };
    }

    private static ArcIdentifiers Number(List<ArcPuzzleGroup> groups)
    {
        var identifiers = new ArcIdentifiers();
        foreach (ArcPuzzleGroup group in groups)
        {
            foreach (ArcAugmentation augmentation in group.Augmentations)
                identifiers.Add(group.Task.Id, augmentation);
        }
        return identifiers;
    }
}
