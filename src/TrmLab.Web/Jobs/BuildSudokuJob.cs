using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Web.Jobs;

/// <summary>Builds a Sudoku data set from CSV files, see <see cref="SudokuDatasetBuilder"/>.</summary>
public sealed record BuildSudokuJob : JobSpec
{
    public required string Name { get; init; }

    public string? TrainCsv { get; init; }

    public string? TestCsv { get; init; }

    public int? Subsample { get; init; }

    public int Augmentations { get; init; }

    public double? MinDifficulty { get; init; }

    public int FillIn { get; init; }

    public bool AllowAmbiguous { get; init; }

    public bool AllowDuplicates { get; init; }

    public long Seed { get; init; }

    public override string Title => $"Build Sudoku from CSV: {Name}";

    public override string? Dataset => Name;

    public override string CommandLine(string output) => CommandText.Of(
        "build sudoku",
        ("--train", TrainCsv), ("--test", TestCsv), ("--subsample", Subsample), ("--augment", Augmentations), ("--min-difficulty", MinDifficulty), ("--fill-in", FillIn == 0 ? null : FillIn),
        ("--allow-ambiguous", AllowAmbiguous), ("--allow-duplicates", AllowDuplicates), ("--seed", Seed), ("--out", output));

    public override void Run(JobContext context)
    {
        var options = new SudokuBuildOptions
        {
            TrainCsv = TrainCsv,
            TestCsv = TestCsv,
            OutputDirectory = context.OutputOf(Name),
            SubsampleSize = Subsample,
            Augmentations = Augmentations,
            MinDifficulty = MinDifficulty,
            FillIn = FillIn,
            AllowIllPosed = AllowAmbiguous,
            AllowDuplicates = AllowDuplicates,
            Seed = Seed,
        };
        SudokuDatasetBuilder.Build(options, context, context.Cancellation);
    }
}
