namespace TrmLab.Core.Puzzles.Arc;

/// <summary>A task with all its augmentations, the task as it is first: one group of the data set.</summary>
internal sealed record ArcPuzzleGroup(ArcSubset Subset, ArcTask Task, ArcAugmentation[] Augmentations)
{
    /// <summary>Shuffles the tasks of each set and draws their augmentations.</summary>
    internal static List<ArcPuzzleGroup> Draw(
        ArcSubset[] subsets, int augmentations, MersenneTwister random, IProgress<BuildProgress>? progress, CancellationToken cancellation)
    {
        int total = subsets.Sum(subset => subset.Tasks.Count);
        var groups = new List<ArcPuzzleGroup>(total);
        foreach (ArcSubset subset in subsets)
        {
            ArcTask[] tasks = [.. subset.Tasks];
            random.Shuffle(tasks.AsSpan());
            foreach (ArcTask task in tasks)
            {
                cancellation.ThrowIfCancellationRequested();
                groups.Add(new ArcPuzzleGroup(subset, task, ArcAugmentationDraw.Draw(task, augmentations, random)));
                progress?.Report(new BuildProgress("drawing augmentations", groups.Count, total));
            }
        }
        return groups;
    }
}
