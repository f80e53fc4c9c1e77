using System.CommandLine;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data generate maze</c></summary>
internal static class GenerateMazeCommand
{
    public static Command Create()
    {
        var kind = new Option<string>("--kind") { Description = "tree (one path, fair exact match) or walls (random walls, as in Searchformer).", DefaultValueFactory = _ => "tree" }.AcceptOnlyFromAmong("tree", "walls");
        var size = new Option<int>("--size") { Description = "Cells per row and column.", DefaultValueFactory = _ => 30 };
        var train = new Option<int>("--train") { Description = "Training mazes.", DefaultValueFactory = _ => 1000 };
        var test = new Option<int>("--test") { Description = "Test mazes.", DefaultValueFactory = _ => 200 };
        var moves = new Option<string?>("--moves") { Description = "Range of path lengths, such as 14-40." };
        var plain = new Option<bool>("--no-transforms") { Description = "Stores each training maze once instead of in all eight rotations and reflections." };
        var seed = new Option<long>("--seed") { Description = "The same seed gives the same bytes." };
        var output = new Option<string>("--out") { Description = "Data set directory to create.", Required = true };
        var command = new Command("maze", "Mazes with a known shortest path.") { kind, size, train, test, moves, plain, seed, output };
        command.SetAction(parsed =>
        {
            var mazes = new MazeGeneratorOptions { Kind = parsed.GetValue(kind) == "walls" ? MazeKind.RandomWalls : MazeKind.Tree, Side = parsed.GetValue(size) };
            if (parsed.GetValue(moves) is { } range)
            {
                var (low, high) = NumberRange.Parse(range, "--moves");
                mazes = mazes with { MinimumMoves = low, MaximumMoves = high };
            }

            var options = new MazeGenerateOptions
            {
                Mazes = mazes,
                Train = parsed.GetValue(train),
                Test = parsed.GetValue(test),
                Transforms = !parsed.GetValue(plain),
                Seed = parsed.GetValue(seed),
                OutputDirectory = parsed.GetRequiredValue(output),
            };
            TerminalProgress.Run((progress, token) => MazeGeneratedDataset.Write(options, progress, token));
            DataCommand.Print(DatasetInfo.Read(options.OutputDirectory));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
