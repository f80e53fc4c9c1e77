using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>No room left, for the log, for a checkpoint and for the index; afterwards there is room again.</summary>
internal static class FullDisk
{
    private const int Steps = 240;

    // A trainer that was done before the disk was full says nothing.
    private const int Retries = 5;

    public static async Task<string> LogAsync(FaultRun fault)
    {
        var (config, straight) = await StraightAsync(fault);
        var stopped = 0;
        for (var n = 1; n <= fault.Count || (stopped == 0 && n <= fault.Count + Retries); n++)
        {
            using var disk = Mount.Small(fault[$"disk-{n}"], "2m");
            var run = RunDirectory.At(Path.Combine(fault[$"disk-{n}"], "run"));
            using var trainer = TrainerProcess.Start(Trainers.Real(run, config));
            await FaultRun.UntilAsync(() => trainer.Process.HasExited || (File.Exists(run.Log) && LoggedPoints.Lines(run.Log).Any()), fault.Limit(60), () => "the trainer reports " + trainer.Error);
            if (!fault.IsShort) await fault.PauseAsync(0.3);
            trainer.Freeze();
            var ballast = disk.Fill();
            trainer.GoOn();
            var (code, _, error) = await trainer.End();
            File.Delete(ballast);
            if (code != 0)
            {
                stopped++;
                FaultRun.Require(error.Contains("No space left", StringComparison.Ordinal) && !error.Contains("   at ", StringComparison.Ordinal), $"not one line that says why: {error}");
            }

            await EndsAlikeAsync(run, config, straight);
        }

        FaultRun.Require(stopped > 0, "no trainer met the full disk");
        return $"{stopped} trainers ended with a message, the others were done before; all resumed to identical bytes";
    }

    public static async Task<string> CheckpointAsync(FaultRun fault)
    {
        var (config, straight) = await StraightAsync(fault);
        var size = new DirectoryInfo(CheckpointDirectory.List(straight.Checkpoints)[0].Path).EnumerateFiles().Sum(f => ((f.Length + 4095) / 4096 * 4) + 4);
        for (var n = 1; n <= fault.Count; n++)
        {
            var run = RunDirectory.At(fault[$"run-{n}"]);
            // Room for one to three, the last of them never whole.
            using var disk = Mount.Small(run.Checkpoints, $"{size + (size * fault.Random.Next(20, 190) / 100)}k");
            var (code, _, error) = await TrainerProcess.Run(Trainers.Real(run, config));
            FaultRun.Require(code != 0 && error.Contains("No space left", StringComparison.Ordinal) && !error.Contains("   at ", StringComparison.Ordinal), $"code {code}, not one line that says why: {error}");
            var last = RunLogReader.Read(run.Log).Select(e => e.Event).Last();
            FaultRun.Require(last is RunFailed { Reason: var reason } && reason.Contains("No space left", StringComparison.Ordinal), $"the log ends with {last}");
            FaultRun.Require(CheckpointDirectory.List(run.Checkpoints).All(c => c.Damage is null), "a damaged checkpoint under its final name");
            disk.Resize("64m");
            await EndsAlikeAsync(run, config, straight);
        }

        return "each trainer said why, in its log too; older checkpoints stayed sound; all resumed to identical bytes";
    }

    public static async Task<string> IndexAsync(FaultRun fault)
    {
        using var disk = Mount.Small(fault["data"], "3m");
        // The logs lie elsewhere: it is the index that has no room.
        Directory.CreateDirectory(fault["runs"]);
        Directory.CreateDirectory(Path.Combine(fault["data"], "runs"));
        FaultRun.Require(Mount.Run("mount", "--bind", fault["runs"], Path.Combine(fault["data"], "runs")) == 0, "bind mount");
        try
        {
            await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = fault["data"], Fake = "" });
            using var trainer = Trainers.Fake(Trainers.RunOf(lab.Root, "run-1"), "steps=100000000;rate=100;evaluate=200");
            await CaughtUpAsync(fault, lab, 0);
            for (var n = 1; n <= fault.Count; n++)
            {
                var ballast = disk.Fill();
                await Task.Delay(TimeSpan.FromSeconds(2));
                FaultRun.Require(await HubReader.TryRunsAsync(lab.Url) is [{ Phase: "Running" }], "the dashboard does not answer truly with a full disk");
                var length = new FileInfo(Path.Combine(fault["runs"], "run-1", "metrics.jsonl")).Length;
                File.Delete(ballast);
                await CaughtUpAsync(fault, lab, length);
                disk.Resize($"{3 + n}m");
            }

            await lab.KillAsync();
            return "the dashboard answered all the while, and its index was whole after there was room again";
        }
        finally
        {
            Mount.Run("umount", "-l", Path.Combine(fault["data"], "runs"));
        }
    }

    private static Task CaughtUpAsync(FaultRun fault, Dashboard lab, long length)
    {
        string? difference = "";
        return FaultRun.UntilAsync(
            () =>
            {
                try
                {
                    return IndexReader.Offset(lab.Root, "run-1") > length && (difference = IndexReader.Difference(lab.Root, "run-1", out _)) is null;
                }
                catch (Microsoft.Data.Sqlite.SqliteException e)
                {
                    difference = e.Message;
                    return false;
                }
            },
            fault.Limit(30),
            () => $"the index holds the log: {difference} {lab.Output[Math.Max(0, lab.Output.Length - 1500)..]}");
    }

    private static async Task<(string Config, RunDirectory Straight)> StraightAsync(FaultRun fault)
    {
        var config = Trainers.TinyConfig(fault, Steps);
        var straight = RunDirectory.At(fault["straight"]);
        var (code, _, error) = await TrainerProcess.Run(Trainers.Real(straight, config));
        FaultRun.Require(code == 0, error);
        return (config, straight);
    }

    private static async Task EndsAlikeAsync(RunDirectory run, string config, RunDirectory straight)
    {
        var (code, _, error) = await TrainerProcess.Run(Trainers.Real(run, config));
        FaultRun.Require(code == 0, error);
        FaultRun.Require(Trainers.Fingerprint(run) == Trainers.Fingerprint(straight), $"{run.Root}: the end differs from that of a run that had room");
    }
}
