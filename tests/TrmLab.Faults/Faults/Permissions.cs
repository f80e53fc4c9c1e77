using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>Rights taken away and given back under a dashboard and a trainer that they bind.</summary>
internal static class Permissions
{
    public static async Task<string> TryAsync(FaultRun fault)
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root" || !File.Exists("/usr/bin/setpriv")) throw new FaultSkipped("needs root and setpriv");
        for (var n = 0; n < fault.Count; n++)
        {
            await LogOfOneRunAsync(fault, n);
            await CheckpointsAsync(fault, n);
            await IndexAsync(fault, n);
        }

        return "an unreadable log holds up no other run and is read when it can be; a trainer without a place for its checkpoint says so and resumes to identical bytes; a dashboard without its folder or index ends with one line";
    }

    private static async Task LogOfOneRunAsync(FaultRun fault, int n)
    {
        await using var lab = await StartAsync(fault, $"data-{n}");
        RunDirectory bad = Trainers.RunOf(lab.Root, "run-a"), good = Trainers.RunOf(lab.Root, "run-b");
        using var first = Trainers.Fake(bad, "steps=100000000;rate=30");
        using var second = Trainers.Fake(good, "steps=100000000;rate=30");
        await GrowsAsync(fault, lab, bad);
        await GrowsAsync(fault, lab, good);
        // States are looked at once a second, so the index may know of a run's start before its state does.
        SeenRun[]? seen = null;
        var text = () => "both runs are Running; seen: " + string.Join(", ", (seen ?? []).Select(r => $"{r.Run} {r.Phase} ({r.Reason})"));
        await FaultRun.UntilAsync(async () => AreRunning(seen = await HubReader.TryRunsAsync(lab.Url)), fault.Limit(15), text);
        Mode(bad.Log, "000");
        await GrowsAsync(fault, lab, good);
        FaultRun.Require(AreRunning(seen = await HubReader.TryRunsAsync(lab.Url)), "still " + text());
        Mode(bad.Log, "644");
        await GrowsAsync(fault, lab, bad);
        Mode(bad.Root, "000");
        await GrowsAsync(fault, lab, good);
        Mode(bad.Root, "755");
        await GrowsAsync(fault, lab, bad);
    }

    private static bool AreRunning(SeenRun[]? seen) => seen is [{ Phase: "Running" }, { Phase: "Running" }];

    private static async Task CheckpointsAsync(FaultRun fault, int n)
    {
        var config = Trainers.TinyConfig(fault, 240);
        var straight = RunDirectory.At(fault["straight"]);
        if (n == 0) FaultRun.Require(await TrainerProcess.Run(Trainers.Real(straight, config)) is (0, _, _), "the straight run");
        var run = RunDirectory.At(fault[$"run-{n}"]);
        Directory.CreateDirectory(run.Checkpoints);
        Mode(run.Checkpoints, "555");
        using (var trainer = TrainerProcess.Start(Trainers.Real(run, config), unprivileged: true))
        {
            var (code, _, error) = await trainer.End();
            FaultRun.Require(code != 0 && error.Contains("denied", StringComparison.Ordinal) && !error.Contains("   at ", StringComparison.Ordinal), $"code {code}, not one line that says why: {error}");
        }

        FaultRun.Require(RunLogReader.Read(run.Log).Select(e => e.Event).Last() is RunFailed { Reason: var reason } && reason.Contains("denied", StringComparison.Ordinal), "the log says why");
        Mode(run.Checkpoints, "755");
        using var again = TrainerProcess.Start(Trainers.Real(run, config), unprivileged: true);
        var (done, _, why) = await again.End();
        FaultRun.Require(done == 0, why);
        FaultRun.Require(Trainers.Fingerprint(run) == Trainers.Fingerprint(straight), "the end differs");
    }

    private static async Task IndexAsync(FaultRun fault, int n)
    {
        var root = fault[$"data-{n}"];
        foreach (var (path, mode) in new[] { (Path.Combine(root, "trmlab.db"), "444"), (Path.Combine(root, "trmlab.db"), "000"), (Path.Combine(root, "runs"), "000"), (root, "555") })
        {
            var port = Dashboard.FreePort();
            foreach (var lockFile in new[] { "dashboard.lock", "dashboard.json" }) File.Delete(Path.Combine(root, lockFile));
            Mode(path, mode);
            using var lab = LabProcess.Start(["dotnet", Outputs.Dashboard, "--urls", $"http://127.0.0.1:{port}"], new Dictionary<string, string?> { ["TRMLAB_DATA"] = root }, unprivileged: true, folder: "/");
            // It may end with a message, or serve: an index that cannot be written can be replaced.
            SeenRun[]? seen = null;
            await FaultRun.UntilAsync(
                async () => lab.Process.HasExited || (seen = await HubReader.TryRunsAsync($"http://127.0.0.1:{port}")) is { Length: > 0 } || lab.Output.Contains("TRM Lab is at", StringComparison.Ordinal),
                fault.Limit(30),
                () => "the dashboard serves or ends: " + lab.Output + lab.Error);
            Mode(path, Directory.Exists(path) ? "755" : "644");
            if (lab.Process.HasExited)
                FaultRun.Require(lab.Process.ExitCode == 2 && lab.Error.Contains(root, StringComparison.Ordinal) && !lab.Error.Contains("   at ", StringComparison.Ordinal), $"{path} with mode {mode}: code {lab.Process.ExitCode}, {lab.Error}");
            await lab.KillAsync();
        }
    }

    private static async Task<Dashboard> StartAsync(FaultRun fault, string name)
    {
        var root = Directory.CreateDirectory(fault[name]).FullName;
        return await Dashboard.StartAsync(new DashboardSettings { Root = root, Fake = "", Unprivileged = true });
    }

    private static Task GrowsAsync(FaultRun fault, Dashboard lab, RunDirectory run)
    {
        string? difference = null;
        long first = -2;
        return FaultRun.UntilAsync(
            () =>
            {
                try
                {
                    var offset = IndexReader.Offset(lab.Root, run.Id);
                    if (first == -2) first = offset;
                    return offset > first && (difference = IndexReader.Difference(lab.Root, run.Id, out _)) is null;
                }
                catch (Microsoft.Data.Sqlite.SqliteException e)
                {
                    difference = e.Message;
                    return false;
                }
            },
            fault.Limit(15),
            () => $"{run.Id} is read on: {difference} {lab.Output[Math.Max(0, lab.Output.Length - 1500)..]}");
    }

    private static void Mode(string path, string mode) => Mount.Run("chmod", mode, path);
}
