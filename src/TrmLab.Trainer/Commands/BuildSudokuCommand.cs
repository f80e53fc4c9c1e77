using System.CommandLine;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data build sudoku</c></summary>
internal static class BuildSudokuCommand
{
    public static Command Create()
    {
        var train = new Option<string?>("--train") { Description = "CSV with the training puzzles: source,question,answer,rating." };
        var test = new Option<string?>("--test") { Description = "CSV with the test puzzles." };
        var output = new Option<string>("--out") { Description = "Data set directory to create.", Required = true };
        var subsample = new Option<int?>("--subsample") { Description = "Training puzzles to draw; all by default." };
        var augment = new Option<int>("--augment") { Description = "Symmetric copies of each training puzzle, beside the original." };
        var difficulty = RealOption.Of("--min-difficulty", "Keeps puzzles with at least this rating, of both splits.");
        var fillIn = new Option<int>("--fill-in") { Description = "Blanks to give away in each puzzle, which makes them easier." };
        var seed = new Option<long>("--seed") { Description = "Of subsample and augmentation; the same seed gives the same bytes." };
        var ambiguous = new Option<bool>("--allow-ambiguous") { Description = "Keeps puzzles without a unique solution instead of refusing the file." };
        var duplicates = new Option<bool>("--allow-duplicates") { Description = "Keeps repeated puzzles instead of refusing the file." };
        var command = new Command("sudoku", "From CSV files in the format of Sudoku-Extreme (4x4, 6x6 or 9x9 boards).")
        {
            train, test, output, subsample, augment, difficulty, fillIn, seed, ambiguous, duplicates,
        };
        command.SetAction(parsed =>
        {
            var options = new SudokuBuildOptions
            {
                TrainCsv = parsed.GetValue(train),
                TestCsv = parsed.GetValue(test),
                OutputDirectory = parsed.GetRequiredValue(output),
                SubsampleSize = parsed.GetValue(subsample),
                Augmentations = parsed.GetValue(augment),
                MinDifficulty = parsed.GetValue(difficulty),
                FillIn = parsed.GetValue(fillIn),
                Seed = parsed.GetValue(seed),
                AllowIllPosed = parsed.GetValue(ambiguous),
                AllowDuplicates = parsed.GetValue(duplicates),
            };
            TerminalProgress.Run((progress, token) => SudokuDatasetBuilder.Build(options, progress, token));
            DataCommand.Print(DatasetInfo.Read(options.OutputDirectory));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
