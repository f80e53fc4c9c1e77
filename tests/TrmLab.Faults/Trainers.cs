using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Faults;

/// <summary>Trainers started beside the dashboard, which finds their runs by itself.</summary>
internal static class Trainers
{
    /// <summary>A run directory of a data folder.</summary>
    public static RunDirectory RunOf(string root, string run) => RunDirectory.At(Path.Combine(root, "runs", run));

    /// <summary>The fake one: a run of its own, or one that it goes on with.</summary>
    public static LabProcess Fake(RunDirectory run, string behaviour, bool resume = false)
    {
        Directory.CreateDirectory(run.Root);
        if (!File.Exists(run.Config)) File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = run.Id, Seed = 1, DataPaths = ["none"] }));
        string[] words = resume ? ["train", "--resume", run.Root] : ["train", "--config", run.Config, "--run-dir", run.Root];
        return LabProcess.Start([Outputs.FakeTrainer, .. words], new Dictionary<string, string?> { ["FAKE_TRAINER"] = behaviour });
    }

    /// <summary>The configuration of a real run of a few hundred tiny steps with a checkpoint at every eighth.</summary>
    public static string TinyConfig(FaultRun fault, int steps, params string[] settings)
    {
        var data = fault["puzzles"];
        if (!Directory.Exists(data)) TinySudoku.Write(data);
        var path = fault[$"tiny-{steps}.json"];
        // Four steps an epoch.
        var epochs = $"epochs={(steps / 4).ToString(CultureInfo.InvariantCulture)}";
        File.WriteAllText(path, ConfigJson.Write(TinySudoku.Config(data, true, [epochs, "eval_limit=2", .. settings])));
        return path;
    }

    /// <summary>The words that start the real trainer on a run, or let it go on.</summary>
    public static string[] Real(RunDirectory run, string config) => File.Exists(run.Log) ? ["train", "--resume", run.Root] : ["train", "--config", config, "--run-dir", run.Root];

    /// <summary>Files of the newest sound checkpoint with their hashes, and its step.</summary>
    public static string Fingerprint(RunDirectory run)
    {
        var newest = CheckpointDirectory.FindNewest(run.Checkpoints, entry => throw new FaultFailure($"damaged under its final name: {entry.Damage}"))
            ?? throw new FaultFailure($"{run.Root}: no checkpoint");
        return $"step {newest.Step}\n" + string.Join('\n', newest.Manifest!.Files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{f.Key} {f.Value.Sha256}"));
    }
}
