namespace TrmLab.Core.Puzzles.Maze;

/// <summary>
/// A generated data set: these values alone determine every byte of it. The command line is
/// <c>data generate maze --kind tree --size 10 --train 1000 --test 200 --moves 14-40 --seed 1 --out DIR</c>.
/// </summary>
public sealed record MazeGenerateOptions
{
    /// <summary>Kind, side and path length.</summary>
    public required MazeGeneratorOptions Mazes { get; init; }

    /// <summary>Training mazes.</summary>
    public required int Train { get; init; }

    /// <summary>Test mazes.</summary>
    public required int Test { get; init; }

    /// <summary>Data set directory to create.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Stores each training maze in all eight rotations and reflections, as <see cref="MazeBuildOptions.Transforms"/>.</summary>
    public bool Transforms { get; init; } = true;

    public long Seed { get; init; }
}
