namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>What <see cref="SudokuDatasetBuilder"/> makes of CSV files; names and meaning as in the reference's builder, with a seed.</summary>
public sealed record SudokuBuildOptions
{
    /// <summary>CSV of the training split; null leaves the split out.</summary>
    public string? TrainCsv { get; init; }

    /// <summary>CSV of the test split; null leaves the split out.</summary>
    public string? TestCsv { get; init; }

    /// <summary>Data set directory to create.</summary>
    public required string OutputDirectory { get; init; }

    /// <summary>Training puzzles to take at random, without replacement; null, or at least as many as there are, keeps all in file order.</summary>
    public int? SubsampleSize { get; init; }

    /// <summary>Keeps puzzles with at least this rating, of both splits, before subsampling; null keeps all.</summary>
    public double? MinDifficulty { get; init; }

    /// <summary>Stored symmetric copies of each training puzzle, beside the original.</summary>
    public int Augmentations { get; init; }

    /// <summary>Blanks given away at random in each puzzle, of both splits, which makes them easier; ratings are then <c>singles_backtracks</c>.</summary>
    public int FillIn { get; init; }

    /// <summary>Seed of subsampling, filling in and augmentation.</summary>
    public long Seed { get; init; }

    /// <summary>Keeps puzzles without a unique solution; otherwise the first one is an error.</summary>
    public bool AllowIllPosed { get; init; }

    /// <summary>Keeps repeated questions within a file; otherwise the first one is an error.</summary>
    public bool AllowDuplicates { get; init; }
}
