namespace TrmLab.Core.Puzzles.Arc;

/// <summary>Reads and checks what <see cref="ArcDatasetBuilder"/> builds from.</summary>
internal static class ArcBuildInput
{
    private const int NamedTasks = 5;

    internal static ArcSubset[] Read(ArcBuildOptions options)
    {
        if (options.Augmentations < 0)
            throw new InputException($"The number of augmentations is {options.Augmentations}; give 0 or more.");
        string names = string.Join(", ", options.Subsets.Select(subset => subset.Name));
        if (options.Subsets.GroupBy(subset => subset.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InputException($"The set '{twice.Key}' is named twice among {names}; name each set once.");
        if (options.Subsets.All(subset => subset.Name != options.TestSet))
            throw new InputException($"The test set '{options.TestSet}' is not among the sets {names}.");

        ArcSubset[] subsets = [.. options.Subsets.Select(subset => subset.Read())];
        foreach (ArcSubset subset in subsets)
        {
            ArcTask? lacking = subset.Tasks.FirstOrDefault(task => task.Train.Count == 0 || (task.Test.Count == 0 && subset.Name == options.TestSet));
            if (lacking is not null)
                throw new InputException($"{subset.Source}: task {lacking.Id} has no {(lacking.Train.Count == 0 ? "train" : "test")} pair.");
        }
        return subsets;
    }

    /// <summary>
    /// Finds the test pairs that are trained on, and refuses sets that share tasks by name, since these were chosen wrongly. A single leak under another
    /// name is only reported: the published ARC-AGI-1 sets have one (070dd51e is 40853293).
    /// </summary>
    internal static IReadOnlyList<ArcLeak> CheckLeaks(ArcSubset test, ArcSubset[] subsets, bool allow)
    {
        HashSet<string> scored = [.. test.Tasks.Select(task => task.Id)];
        foreach (ArcSubset subset in subsets.Where(subset => subset != test && !allow))
        {
            string[] shared = [.. subset.Tasks.Where(task => scored.Contains(task.Id)).Select(task => task.Id)];
            if (shared.Length > 0)
            {
                throw new InputException($"{shared.Length} tasks of the test set '{test.Name}' are also in '{subset.Name}' and would be trained on " +
                    $"({string.Join(", ", shared.Take(NamedTasks))}{(shared.Length > NamedTasks ? ", ..." : "")}); " +
                    "leave that set out, or allow leaks if those tasks are not to be scored.");
            }
        }
        return ArcLeakCheck.Find(test, subsets.Where(subset => subset != test));
    }

    internal static IReadOnlyList<(string First, string FirstSubset, string Second, string SecondSubset)> SharedTasks(ArcSubset[] subsets)
    {
        var shared = new List<(string, string, string, string)>();
        for (int i = 0; i < subsets.Length; i++)
        {
            for (int j = i + 1; j < subsets.Length; j++)
            {
                foreach ((string first, string second) in ArcLeakCheck.SharedTasks(subsets[i], subsets[j]))
                    shared.Add((first, subsets[i].Name, second, subsets[j].Name));
            }
        }
        return shared;
    }
}
