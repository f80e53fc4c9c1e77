namespace TrmLab.Core.Puzzles.Arc;

/// <summary>What <see cref="ArcDatasetBuilder"/> is to build. The defaults are the reference's.</summary>
public sealed record ArcBuildOptions
{
    /// <summary>
    /// Sets of tasks in this order; it decides the numbering of the puzzle identifiers. The paper's: training, evaluation, concept for ARC-AGI-1 and
    /// training2, evaluation2, concept for ARC-AGI-2.
    /// </summary>
    public required IReadOnlyList<ArcSubsetSource> Subsets { get; init; }

    /// <summary>Name of the set that is scored: its demonstrations are trained on, its test pairs are not.</summary>
    public required string TestSet { get; init; }

    /// <summary>Data set directory to create.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Augmentations per task beside the task itself.</summary>
    public int Augmentations { get; init; } = 1000;

    /// <summary>With the same seed the reference's builder draws the same order, augmentations and offsets.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>Builds although tasks of the test set are also in a set that is trained on. A score means nothing for those tasks.</summary>
    public bool AllowLeaks { get; init; }
}
