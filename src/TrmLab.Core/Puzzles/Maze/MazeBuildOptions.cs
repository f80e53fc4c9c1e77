namespace TrmLab.Core.Puzzles.Maze;

/// <summary>What <see cref="MazeDatasetBuilder"/> makes of CSV files; names and meaning as in the reference's builder, with a seed.</summary>
public sealed record MazeBuildOptions
{
    /// <summary>CSV of the training split; null leaves the split out.</summary>
    public string? TrainCsv { get; init; }

    /// <summary>CSV of the test split; null leaves the split out.</summary>
    public string? TestCsv { get; init; }

    /// <summary>Data set directory to create.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Training mazes to take at random, without replacement; null, or at least as many as there are, keeps all in file order.</summary>
    public int? SubsampleSize { get; init; }

    /// <summary>
    /// Stores each training maze in all eight rotations and reflections, in the order of <see cref="Dihedral"/>'s ids. On, because the paper trains so;
    /// the reference's own switch (<c>aug</c>) is off unless given, so whoever follows its commands literally trains without.
    /// </summary>
    public bool Transforms { get; init; } = true;

    /// <summary>Seed of subsampling.</summary>
    public long Seed { get; init; }

    /// <summary>Keeps repeated questions within a file; otherwise the first one is an error.</summary>
    public bool AllowDuplicates { get; init; }
}
