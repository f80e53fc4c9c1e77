using System.CommandLine;
using TrmLab.Core.Puzzles;
using TrmLab.Core.Puzzles.Maze;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data build maze</c></summary>
internal static class BuildMazeCommand
{
    public static Command Create()
    {
        var train = new Option<string?>("--train") { Description = "CSV with the training mazes (.csv or .csv.gz): source,question,answer,rating." };
        var test = new Option<string?>("--test") { Description = "CSV with the test mazes." };
        var output = new Option<string>("--out") { Description = "Data set directory to create.", Required = true };
        var subsample = new Option<int?>("--subsample") { Description = "Training mazes to draw; all by default." };
        var plain = new Option<bool>("--no-transforms") { Description = "Stores each training maze once, as the reference does unless told otherwise; the paper trains on all eight rotations and reflections." };
        var seed = new Option<long>("--seed") { Description = "Of the subsample." };
        var duplicates = new Option<bool>("--allow-duplicates") { Description = "Keeps repeated mazes instead of refusing the file." };
        var command = new Command("maze", "From CSV files in the format of Maze-Hard.") { train, test, output, subsample, plain, seed, duplicates };
        command.SetAction(parsed =>
        {
            var options = new MazeBuildOptions
            {
                TrainCsv = parsed.GetValue(train),
                TestCsv = parsed.GetValue(test),
                OutputDirectory = parsed.GetRequiredValue(output),
                SubsampleSize = parsed.GetValue(subsample),
                Transforms = !parsed.GetValue(plain),
                Seed = parsed.GetValue(seed),
                AllowDuplicates = parsed.GetValue(duplicates),
            };
            MazeBuildReport? report = null;
            TerminalProgress.Run((progress, token) => report = MazeDatasetBuilder.Build(options, progress, token));
            if (report!.Leaks.Count > 0) Output.Say($"warning: {report.Leaks.Count} test mazes are training mazes up to rotation and reflection, such as test line {report.Leaks[0].TestLine} = training line {report.Leaks[0].TrainLine}");
            if (report.Ambiguous > 0) Output.Say($"note: {report.Ambiguous} of {report.TestMazes} test mazes have several shortest paths, so exact match is partly luck; evaluation reports valid and shortest paths beside it");
            if (report.NotShortest > 0) Output.Say($"warning: the stored answer of {report.NotShortest} mazes is not a shortest path");
            DataCommand.Print(DatasetInfo.Read(options.OutputDirectory));
            return (int)ExitCode.Done;
        });
        return command;
    }
}
