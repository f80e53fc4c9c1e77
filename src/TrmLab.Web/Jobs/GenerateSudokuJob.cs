using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Web.Jobs;

/// <summary>Makes Sudoku puzzles, see <see cref="SudokuGeneratedDataset"/>.</summary>
public sealed record GenerateSudokuJob : JobSpec
{
    public required string Name { get; init; }

    public int Size { get; init; } = 9;

    public int Train { get; init; } = 1000;

    public int Test { get; init; } = 500;

    /// <summary>Given cells; null takes the board's default.</summary>
    public NumberRange? Clues { get; init; }

    /// <summary>Difficulty; null takes any.</summary>
    public NumberRange? Rating { get; init; }

    public long Seed { get; init; }

    public override string Title => $"Generate {Train + Test:N0} Sudoku {Size}x{Size}: {Name}";

    public override string? Dataset => Name;

    public override string CommandLine(string output) => CommandText.Of(
        "generate sudoku", ("--size", Size), ("--train", Train), ("--test", Test), ("--clues", Clues), ("--rating", Rating), ("--seed", Seed), ("--out", output));

    public override void Run(JobContext context)
    {
        var puzzles = new SudokuGeneratorOptions { Size = Size, MinClues = Clues?.Minimum, MaxClues = Clues?.Maximum };
        if (Rating is not null) puzzles = puzzles with { MinRating = Rating.Minimum, MaxRating = Rating.Maximum };
        var options = new SudokuGenerateOptions { Puzzles = puzzles, Train = Train, Test = Test, Seed = Seed, OutputDirectory = context.OutputOf(Name) };
        SudokuGeneratedDataset.Write(options, context, context.Cancellation);
    }
}
