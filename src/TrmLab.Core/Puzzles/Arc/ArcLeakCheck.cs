namespace TrmLab.Core.Puzzles.Arc;

/// <summary>How a pair that is scored is known from the training material.</summary>
public enum ArcLeakKind
{
    /// <summary>The very same input and output.</summary>
    SamePair,

    /// <summary>The same but for a rotation or reflection and the names of the colours 1..9, as augmentation makes it.</summary>
    SameUpToSymmetry,
}

/// <summary>A test pair whose answer can be learnt by heart.</summary>
/// <param name="Kind">Same pair or same up to symmetry.</param>
/// <param name="Task">Task of the test set.</param>
/// <param name="TestPair">Its test pair, counted from 1.</param>
/// <param name="Subset">Set of the pair that is trained on.</param>
/// <param name="OtherTask">Task of the pair that is trained on.</param>
public sealed record ArcLeak(ArcLeakKind Kind, string Task, int TestPair, string Subset, string OtherTask)
{
    public override string ToString() =>
        $"{Task}, test pair {TestPair}: {(Kind == ArcLeakKind.SamePair ? "equals a pair" : "is, up to symmetry, a pair")} of {OtherTask} in '{Subset}'";
}

/// <summary>
/// Looks for test pairs among the pairs that are trained on: all pairs of the other sets and the demonstrations of the test set's own tasks.
/// ARC-AGI-2's training set, for one, holds tasks of ARC-AGI-1's evaluation set.
/// </summary>
public static class ArcLeakCheck
{
    /// <summary>One entry per test pair that is found, in the order of the test set.</summary>
    public static IReadOnlyList<ArcLeak> Find(ArcSubset test, IEnumerable<ArcSubset> others)
    {
        var exact = new Dictionary<UInt128, (string Subset, string Task)>();
        var symmetric = new Dictionary<UInt128, (string Subset, string Task)>();
        foreach (ArcSubset subset in others)
        {
            foreach (ArcTask task in subset.Tasks)
                AddAll(task.Pairs, (subset.Name, task.Id));
        }
        foreach (ArcTask task in test.Tasks)
            AddAll(task.Train, (test.Name, task.Id));

        var leaks = new List<ArcLeak>();
        foreach (ArcTask task in test.Tasks)
        {
            for (int i = 0; i < task.Test.Count; i++)
            {
                if (exact.TryGetValue(ArcFingerprint.OfPair(task.Test[i]), out var same))
                    leaks.Add(new ArcLeak(ArcLeakKind.SamePair, task.Id, i + 1, same.Subset, same.Task));
                else if (symmetric.TryGetValue(ArcFingerprint.OfPairUpToSymmetry(task.Test[i]), out same))
                    leaks.Add(new ArcLeak(ArcLeakKind.SameUpToSymmetry, task.Id, i + 1, same.Subset, same.Task));
            }
        }
        return leaks;

        void AddAll(IEnumerable<ArcPair> pairs, (string Subset, string Task) origin)
        {
            foreach (ArcPair pair in pairs)
            {
                exact.TryAdd(ArcFingerprint.OfPair(pair), origin);
                symmetric.TryAdd(ArcFingerprint.OfPairUpToSymmetry(pair), origin);
            }
        }
    }

    /// <summary>Checks a data set directory: the test pairs of test_puzzles.json against the training puzzles as they are, without augmentation.</summary>
    /// <exception cref="InputException">Not a complete ARC data set.</exception>
    public static IReadOnlyList<ArcLeak> OfDirectory(string directory, CancellationToken cancellationToken = default)
    {
        string puzzles = Path.Combine(directory, "test_puzzles.json");
        ArcTask[] scored = [.. ArcTaskReader.ReadCombined(puzzles).Select(task => task with { Train = [] })];
        IReadOnlyList<ArcTask> trained = ArcStoredTasks.Read(directory, "train", cancellationToken);
        return Find(new ArcSubset("test", puzzles, scored), [new ArcSubset("train", directory, trained)]);
    }

    /// <summary>Tasks that two sets share: by name, or by the same pairs under another name. Six are in both evaluation sets of ARC-AGI-1 and -2.</summary>
    public static IReadOnlyList<(string First, string Second)> SharedTasks(ArcSubset first, ArcSubset second)
    {
        ILookup<UInt128, string> byContent = second.Tasks.ToLookup(task => ArcFingerprint.OfPuzzle([.. task.Pairs], default), task => task.Id);
        HashSet<string> names = [.. second.Tasks.Select(task => task.Id)];
        var shared = new List<(string, string)>();
        foreach (ArcTask task in first.Tasks)
        {
            string? same = names.Contains(task.Id) ? task.Id : byContent[ArcFingerprint.OfPuzzle([.. task.Pairs], default)].FirstOrDefault();
            if (same is not null)
                shared.Add((task.Id, same));
        }
        return shared;
    }
}
