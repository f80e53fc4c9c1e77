using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>Times that jump by hours and years, back and forth, in everything that carries one.</summary>
internal static class ClockJumps
{
    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(-1), TimeSpan.FromDays(-400), TimeSpan.FromHours(3), TimeSpan.FromDays(4000), TimeSpan.FromSeconds(-61), TimeSpan.FromDays(-20_000)];

    public static async Task<string> TryAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        for (var n = 0; n < fault.Count; n++)
        {
            var jump = (long)Jumps[n % Jumps.Length].TotalMilliseconds;
            var run = Trainers.RunOf(lab.Root, $"run-{n:000}");
            Directory.CreateDirectory(run.Root);
            File.WriteAllText(run.Config, ConfigJson.Write(new RunConfig { Name = run.Id, Seed = 1, DataPaths = ["none"] }));
            var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
            // Launched before the clock jumped, everything else after.
            new LaunchRecord { Time = now }.Before(run).Write(run);
            using (RunLock.Take(run))
            using (var log = RunLogWriter.Append(run.Log))
            {
                log.Write(new RunStarted { Time = now + jump, Run = run.Id, Process = ProcessIdentity.Current, TotalSteps = 40 });
                for (var step = 1; step <= 40; step++)
                    log.Write(new MetricsLogged { Time = now + (step % 2 == 0 ? jump : 0), Step = step, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1.0 / step } });
                new Heartbeat { Time = now + jump, Step = 40, Activity = "training", Process = ProcessIdentity.Current }.Write(run);
                await SeenAsync(fault, lab, run, "Running");
                log.Write(n % 3 == 0 ? new RunFinished { Time = now + jump, Step = 40 } : n % 3 == 1 ? new RunFailed { Time = now + jump, Reason = "as told" } : new Notice { Time = now + jump, Text = "about to die" });
            }

            await SeenAsync(fault, lab, run, n % 3 == 0 ? "Finished" : n % 3 == 1 ? "Failed" : "Lost");
            if (IndexReader.Difference(lab.Root, run.Id, out var points) is { } difference) throw new FaultFailure(difference);
            FaultRun.Require(points == 40, $"{points} points");
            await ObeysAsync(fault, n, jump);
        }

        return $"states true and 40 of 40 points each, over jumps of {string.Join(", ", Jumps.Select(j => j.TotalHours.ToString("0.##") + " h"))}; a trainer obeys a command whose time lies before its own start";
    }

    // A dashboard whose clock was set back asks a trainer that started before to stop.
    private static async Task ObeysAsync(FaultRun fault, int n, long jump)
    {
        if (n >= Jumps.Length) return;
        var run = RunDirectory.At(fault[$"obeys-{n}"]);
        using var trainer = TrainerProcess.Start(Trainers.Real(run, Trainers.TinyConfig(fault, 400_000)));
        await FaultRun.UntilAsync(() => trainer.Process.HasExited || (File.Exists(run.Log) && LoggedPoints.Lines(run.Log).Count() > 3), fault.Limit(60), () => "the trainer reports " + trainer.Error);
        RunCommands.Send(run, RunCommandKind.Stop);
        var file = Directory.GetFiles(run.Commands).Single();
        File.WriteAllText(file + ".tmp", File.ReadAllText(file).Replace("\"time\":", $"\"time\":{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() + jump},\"was\":", StringComparison.Ordinal));
        File.Move(file + ".tmp", file, overwrite: true);
        await FaultRun.UntilAsync(() => trainer.Process.HasExited, fault.Limit(20), () => "the trainer stops although the clock jumped");
        FaultRun.Require(trainer.Process.ExitCode == 3, trainer.Error);
    }

    private static Task SeenAsync(FaultRun fault, Dashboard lab, RunDirectory run, string phase)
    {
        SeenRun? seen = null;
        return FaultRun.UntilAsync(
            async () => (seen = (await HubReader.TryRunsAsync(lab.Url) ?? []).FirstOrDefault(r => r.Run == run.Id))?.Phase == phase,
            fault.Limit(15),
            () => $"{run.Id} is {phase}; seen: {seen}");
    }
}
