using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TrmLab.Core.Runs;

namespace TrmLab.Faults.Faults;

/// <summary>The real trainer killed at random moments of its life under a dashboard that watches; each time it goes on, and its end is compared.</summary>
internal static class TrainerKills
{
    private const int Steps = 240;

    public static async Task<string> TryAsync(FaultRun fault)
    {
        var config = Trainers.TinyConfig(fault, Steps);
        var straight = RunDirectory.At(fault["straight"]);
        var (code, _, error) = await TrainerProcess.Run(Trainers.Real(straight, config));
        FaultRun.Require(code == 0, error);
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["lab"]).FullName, Fake = "" });
        int kills = 0, rounds = 0, beforeFirstPoint = 0;
        while (kills < fault.Count)
        {
            var run = Trainers.RunOf(lab.Root, $"run-{++rounds:000}");
            while (kills < fault.Count)
            {
                using var trainer = TrainerProcess.Start(Trainers.Real(run, config));
                if (!await KillAsync(fault, lab, trainer, run)) break;
                kills++;
                beforeFirstPoint += ReadablePrefix(run) ? 0 : 1;
                if (File.Exists(run.Log) && LoggedPoints.Lines(run.Log).Any()) await SeenAsync(fault, lab, run, "Lost", "the trainer is gone");
                if (kills % 10 == 0) fault.Say($"{kills} kills, {rounds} runs");
            }

            (code, _, error) = await TrainerProcess.Run(Trainers.Real(run, config));
            FaultRun.Require(code == 0, error);
            await SeenAsync(fault, lab, run, "Finished", "all steps done");
            FaultRun.Require(Trainers.Fingerprint(run) == Trainers.Fingerprint(straight), $"{run.Root}: the end differs from that of a run that was not killed: {Trainers.Fingerprint(run)}");
            SamePoints(straight, run);
        }

        return $"{rounds} runs of {Steps} steps end with the bytes and points of one that was not killed; {beforeFirstPoint} kills came before a first line; each other was seen as Lost with its reason, and as Running before where its own first line had been written";
    }

    // False if the trainer ended first.
    private static async Task<bool> KillAsync(FaultRun fault, Dashboard lab, LabProcess trainer, RunDirectory run)
    {
        var isHeld = false;
        if (fault.Random.Next(4) > 0)
        {
            // Most of a short life is loading the program: wait for its own first line, then for a moment of work.
            var before = File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0;
            while (!trainer.Process.HasExited && (File.Exists(run.Log) ? new FileInfo(run.Log).Length : 0) <= before) await Task.Delay(2);
            await fault.PauseAsync(0.4);
            isHeld = true;
        }
        else
        {
            await fault.PauseAsync(2.5);
        }

        if (trainer.Process.HasExited) return false;
        if (isHeld)
        {
            // A life is shorter than a look of the dashboard: frozen, it lasts until it was seen alive. Otherwise what is seen after the
            // kill could be the state of the kill before, or one that is never anything else.
            using (var freeze = Process.Start("kill", ["-STOP", trainer.Process.Id.ToString(CultureInfo.InvariantCulture)])) await freeze.WaitForExitAsync();
            await SeenAsync(fault, lab, run, "Running", "last heard", () => trainer.Process.HasExited);
        }

        await trainer.KillAsync();
        return trainer.Process.ExitCode != 0;
    }

    private static bool ReadablePrefix(RunDirectory run)
    {
        if (!File.Exists(run.Log)) return false;
        var lines = LoggedPoints.Lines(run.Log).ToArray();
        foreach (var line in lines)
        {
            try
            {
                using var e = JsonDocument.Parse(line);
            }
            catch (JsonException e)
            {
                throw new FaultFailure($"{run.Log}: a whole line is no event: {e.Message}");
            }
        }

        var steps = LoggedPoints.Of(run.Log).Keys.Where(k => k.Metric == "train/lm_loss").Select(k => k.Step).Order().ToArray();
        FaultRun.Require(steps.SequenceEqual(Enumerable.Range(1, steps.Length).Select(s => (long)s)), $"{run.Log}: steps are missing");
        return lines.Length > 0;
    }

    private static async Task SeenAsync(FaultRun fault, Dashboard lab, RunDirectory run, string phase, string reason, Func<bool>? isMoot = null)
    {
        SeenRun? seen = null;
        await FaultRun.UntilAsync(
            async () => isMoot?.Invoke() == true
                || ((seen = (await HubReader.TryRunsAsync(lab.Url) ?? []).FirstOrDefault(r => r.Run == run.Id)) is { } now && now.Phase == phase && now.Reason.StartsWith(reason, StringComparison.Ordinal)),
            fault.Limit(15),
            () => $"{run.Id} is {phase} ({reason}); seen: {seen}");
    }

    private static void SamePoints(RunDirectory straight, RunDirectory run)
    {
        static Dictionary<(string, long), double> Learned(RunDirectory r) => LoggedPoints.Of(r.Log).Where(p => !p.Key.Metric.StartsWith("perf/", StringComparison.Ordinal)).ToDictionary();
        var (expected, actual) = (Learned(straight), Learned(run));
        FaultRun.Require(expected.Count == actual.Count && expected.All(p => actual.TryGetValue(p.Key, out var v) && v.Equals(p.Value)), $"{run.Root}: its points differ from those of a run that was not killed");
    }
}
