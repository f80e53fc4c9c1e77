using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Puzzles;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab data ...</c>: fetch, build, generate and look at data sets.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Fetch, build, generate and look at data sets.")
    {
        new Command("build", "Build a data set directory from published files.") { BuildSudokuCommand.Create(), BuildMazeCommand.Create(), BuildArcCommand.Create() },
        new Command("generate", "Make puzzles on this machine; no network needed.") { GenerateSudokuCommand.Create(), GenerateMazeCommand.Create() },
        FetchCommand.Create(),
        Info(),
    };

    private static Command Info()
    {
        var directory = new Argument<string>("dir") { Description = "Data set directory." };
        var json = new Option<bool>("--json") { Description = "One JSON object on stdout." };
        var command = new Command("info", "Print counts and the content hash, after reading every value.") { directory, json };
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(DataRoot.Resolve(parsed.GetRequiredValue(directory)));
            var fingerprint = Directory.Exists(path) ? DatasetFingerprint.Of(path) : "";
            var info = DatasetInfo.Read(path);
            // Runs on it need not read it once more.
            new DatasetHashCache(DataRoot.Path).Keep(path, fingerprint, info.Hash);
            if (parsed.GetValue(json)) Output.Json(info);
            else Print(info);
            return (int)ExitCode.Done;
        });
        return command;
    }

    internal static void Print(DatasetInfo info)
    {
        Console.Out.WriteLine($"{info.Directory}\nsha256 {info.Hash}, {info.Bytes:N0} bytes, {info.Identifiers} puzzle identifiers");
        foreach (var split in info.Splits)
        {
            var m = split.Metadata;
            Console.Out.WriteLine($"{split.Name}: {split.Examples:N0} examples of {split.Puzzles:N0} puzzles in {split.Groups:N0} groups, {m.SequenceLength} tokens, vocabulary {m.VocabularySize}, stored as {split.ElementType}");
            foreach (var bar in split.Ratings ?? []) Console.Out.WriteLine($"  rating {(bar.Minimum == bar.Maximum ? $"{bar.Minimum}" : $"{bar.Minimum}-{bar.Maximum}"),-9} {bar.Count,8:N0}");
        }
    }
}
