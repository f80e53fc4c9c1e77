namespace TrmLab.Core.Puzzles.Arc;

/// <summary>What was built.</summary>
public sealed record ArcBuildReport
{
    /// <summary>The sets and their numbers of tasks.</summary>
    public required IReadOnlyList<(string Subset, string Source, int Tasks)> Subsets { get; init; }

    public required int TrainPuzzles { get; init; }

    public required int TrainExamples { get; init; }

    public required int TestPuzzles { get; init; }

    public required int TestExamples { get; init; }

    /// <summary>Rows of the puzzle embedding, the blank one included.</summary>
    public required int Identifiers { get; init; }

    /// <summary>Tasks that do not have as many different augmentations as asked for, and how many they have.</summary>
    public required IReadOnlyList<(string Task, int Augmentations)> FewerAugmentations { get; init; }

    /// <summary>Test pairs that are known from the training material.</summary>
    public required IReadOnlyList<ArcLeak> Leaks { get; init; }

    /// <summary>Tasks that occur in two sets, by name or content.</summary>
    public required IReadOnlyList<(string First, string FirstSubset, string Second, string SecondSubset)> SharedTasks { get; init; }
}
