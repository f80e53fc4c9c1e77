using System.Diagnostics;

namespace TrmLab.Faults.Faults;

/// <summary>The dashboard killed at random moments, also while it starts, under two live runs; now and then a trainer dies and resumes between.</summary>
internal static class ServerKills
{
    private const string Endless = "steps=100000000;rate=12;evaluate=60";

    public static async Task<string> TryAsync(FaultRun fault)
    {
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        using var steady = Trainers.Fake(Trainers.RunOf(lab.Root, "run-steady"), Endless);
        var resumed = Trainers.Fake(Trainers.RunOf(lab.Root, "run-resumed"), Endless);
        var started = Stopwatch.StartNew();
        TimeSpan slowest = default;
        int points = 0, whileStarting = 0, resumes = 0;
        for (var kill = 1; kill <= fault.Count; kill++)
        {
            // Both within the first three, which is all that a short go has.
            if (kill % 4 == 3)
            {
                await fault.PauseAsync(1.5);
                whileStarting++;
            }
            else
            {
                await TrueStatesAsync(fault, lab, started);
                slowest = started.Elapsed > slowest ? started.Elapsed : slowest;
                points = Compare(lab.Root);
                await fault.PauseAsync(1);
            }

            await lab.KillAsync();
            if (kill % 10 == 2)
            {
                resumes++;
                await resumed.KillAsync();
                resumed.Dispose();
                resumed = Trainers.Fake(Trainers.RunOf(lab.Root, "run-resumed"), Endless, resume: true);
            }

            started = Stopwatch.StartNew();
            lab.Start();
            if (kill % 20 == 0) fault.Say($"{kill} kills, {points} points alike, slowest true states {slowest.TotalSeconds:0.0} s");
        }

        await TrueStatesAsync(fault, lab, started);
        points = Compare(lab.Root);
        await resumed.KillAsync();
        resumed.Dispose();
        return $"{points} points alike after each, {whileStarting} kills while starting, {resumes} resumes between, true states within {slowest.TotalSeconds:0.0} s of each start";
    }

    private static async Task TrueStatesAsync(FaultRun fault, Dashboard lab, Stopwatch started)
    {
        SeenRun[]? seen = null;
        var limit = fault.Limit(15);
        await FaultRun.UntilAsync(
            async () => (seen = await HubReader.TryRunsAsync(lab.Url)) is { Length: 2 } && seen.All(r => r.Phase == "Running"),
            limit - started.Elapsed > TimeSpan.Zero ? limit - started.Elapsed : TimeSpan.FromMilliseconds(1),
            () => "both runs are Running; seen: " + string.Join("; ", (seen ?? []).Select(r => r.ToString())) + lab.Output[Math.Max(0, lab.Output.Length - 1000)..]);
    }

    private static int Compare(string root)
    {
        var total = 0;
        foreach (var run in new[] { "run-steady", "run-resumed" })
        {
            if (IndexReader.Difference(root, run, out var points) is { } difference) throw new FaultFailure(difference);
            total += points;
        }

        return total;
    }
}
