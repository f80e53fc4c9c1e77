using System.CommandLine;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Sudoku;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data generate sudoku</c></summary>
internal static class GenerateSudokuCommand
{
    public static Command Create()
    {
        var size = new Option<int>("--size") { Description = "4, 6 or 9.", DefaultValueFactory = _ => 9 };
        var train = new Option<int>("--train") { Description = "Training puzzles.", DefaultValueFactory = _ => 1000 };
        var test = new Option<int>("--test") { Description = "Test puzzles.", DefaultValueFactory = _ => 500 };
        var clues = new Option<string?>("--clues") { Description = "Range of given cells, such as 44-52; fewer are harder." };
        var rating = new Option<string?>("--rating") { Description = "Range of difficulty (failed tries of a simple solver), such as 0-10." };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same bytes." };
        var output = new Option<string>("--out") { Description = "Data set directory to create.", Required = true };
        var command = new Command("sudoku", "Uniquely solvable Sudoku puzzles of a chosen difficulty; test puzzles are unlike all training puzzles.") { size, train, test, clues, rating, seed, output };
        command.SetAction(parsed =>
        {
            var puzzles = new SudokuGeneratorOptions { Size = parsed.GetValue(size) };
            if (parsed.GetValue(clues) is { } range)
            {
                var (low, high) = NumberRange.Parse(range, "--clues");
                puzzles = puzzles with { MinClues = low, MaxClues = high };
            }

            if (parsed.GetValue(rating) is { } ratings)
            {
                var (low, high) = NumberRange.Parse(ratings, "--rating");
                puzzles = puzzles with { MinRating = low, MaxRating = high };
            }

            var options = new SudokuGenerateOptions
            {
                Puzzles = puzzles,
                Train = parsed.GetValue(train),
                Test = parsed.GetValue(test),
                Seed = parsed.GetValue(seed),
                OutputDirectory = parsed.GetRequiredValue(output),
            };
            TerminalProgress.Run((progress, token) => SudokuGeneratedDataset.Write(options, progress, token));
            DataCommand.Print(DatasetInfo.Read(options.OutputDirectory));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
