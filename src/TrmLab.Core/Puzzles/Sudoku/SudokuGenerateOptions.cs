namespace TrmLab.Core.Puzzles.Sudoku;

/// <summary>
/// A generated data set: these values alone determine every byte of it. The command line is
/// <c>data generate sudoku --size 9 --train 2000 --test 500 --clues 44-52 --rating 0-10 --seed 1 --out DIR</c>.
/// </summary>
public sealed record SudokuGenerateOptions
{
    /// <summary>Board, clues and ratings.</summary>
    public required SudokuGeneratorOptions Puzzles { get; init; }

    /// <summary>Training puzzles.</summary>
    public required int Train { get; init; }

    /// <summary>Test puzzles.</summary>
    public required int Test { get; init; }

    /// <summary>Data set directory to create.</summary>
    public required string OutputDirectory { get; init; }

    public long Seed { get; init; }
}
