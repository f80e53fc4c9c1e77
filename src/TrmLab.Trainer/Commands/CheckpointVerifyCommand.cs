using System.CommandLine;
using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Trainer.Commands;

/// <summary><c>trmlab checkpoint verify</c>: is every file as it was written?</summary>
internal static class CheckpointVerifyCommand
{
    private static readonly Argument<string> Checkpoint = new("checkpoint") { Description = "Checkpoint directory, or a run directory for all of its checkpoints." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object on stdout." };

    public static Command Create()
    {
        var command = new Command("verify", "Compare every file with its recorded hash.") { Checkpoint, Json };
        command.SetAction(parsed => (int)Verify(DataRoot.Resolve(parsed.GetRequiredValue(Checkpoint)), parsed.GetValue(Json)));
        return command;
    }

    private static ExitCode Verify(string path, bool json)
    {
        var run = CheckpointPath.RunOf(path);
        if (run is null && !File.Exists(Path.Combine(path, CheckpointManifest.FileName))) throw new InputException($"{path}: no checkpoint here ({CheckpointManifest.FileName} is missing)");
        string[] directories = run is null ? [path] : [.. CheckpointDirectory.List(run.Checkpoints).Select(entry => entry.Path)];
        if (directories.Length == 0) throw new InputException($"{path}: this run has no checkpoint yet");

        var results = directories.Select(directory => (Path: directory, Problems: ProblemsOf(directory))).ToArray();
        foreach (var problem in results.SelectMany(result => result.Problems)) Output.Say("damaged: " + problem);
        var sound = results.All(result => result.Problems.Count == 0);
        if (json) Output.Json(new { Sound = sound, Checkpoints = results.Select(result => new { result.Path, Sound = result.Problems.Count == 0, result.Problems }) });
        else foreach (var (directory, _) in results.Where(result => result.Problems.Count == 0)) Console.Out.WriteLine($"{directory}: every file of step {CheckpointManifest.Read(directory).Step} is as written");
        return sound ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static IReadOnlyList<string> ProblemsOf(string directory)
    {
        try
        {
            return [.. FileCheck.All(directory).Where(file => !file.Ok).Select(file => file.Problem!)];
        }
        catch (InputException e)
        {
            return [e.Message];
        }
    }
}
