using System.Diagnostics;
using Microsoft.Playwright;

namespace TrmLab.Faults.Faults;

/// <summary>A long run while tabs and programs come and go: memory and file handles must not grow.</summary>
internal static class Soak
{
    private const int Tabs = 10;

    /// <summary>One count is a hundred steps.</summary>
    public static async Task<string> TryAsync(FaultRun fault)
    {
        var steps = fault.Count * 100;
        var rate = fault.IsShort ? 200 : 50;
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        var run = Trainers.RunOf(lab.Root, "run-1");
        using var trainer = Trainers.Fake(run, $"steps={steps};rate={rate};evaluate=500");
        await FaultRun.UntilAsync(async () => await HubReader.TryRunsAsync(lab.Url) is [{ Step: > 0 }], fault.Limit(30), () => lab.Output);
        await using var browser = await Chromium.OpenAsync();
        var samples = new List<Sample>();
        var opened = 0;
        while (!trainer.Process.HasExited)
        {
            var contexts = new List<IBrowserContext>();
            var readers = new List<HubReader>();
            for (var i = 0; i < Tabs; i++)
            {
                readers.Add(await HubReader.OpenAsync(lab.Url));
                _ = Drain(readers[^1], run.Id);
                if (browser is null) continue;
                contexts.Add(await browser.Browser.NewContextAsync());
                var page = await contexts[^1].NewPageAsync();
                await page.GotoAsync($"{lab.Url}/runs/{run.Id}");
                await page.WaitForSelectorAsync("[data-interactive=true]", new() { Timeout = 60_000 });
                opened++;
            }

            await fault.PauseAsync(2);
            foreach (var context in contexts) await context.DisposeAsync();
            foreach (var reader in readers) await reader.DisposeAsync();
            samples.Add(Sample.Of(lab.ProcessId));
            fault.Say($"{opened} tabs and as many programs so far, {samples[^1]}");
        }

        FaultRun.Require(trainer.Process.ExitCode == 0, trainer.Error);
        await FaultRun.UntilAsync(async () => await HubReader.TryRunsAsync(lab.Url) is [{ Phase: "Finished" }], fault.Limit(30), () => "the run is Finished");
        if (IndexReader.Difference(lab.Root, run.Id, out var points) is { } difference) throw new FaultFailure(difference);
        // The first rounds load code and fill caches.
        var (early, late) = (samples[samples.Count / 3], samples[^1]);
        if (!fault.IsShort)
        {
            FaultRun.Require(samples.Count >= 3, $"{samples.Count} looks are too few to see growth: take more steps");
            FaultRun.Require(late.Handles < early.Handles + 40, $"file handles grew from {early} to {late}");
            FaultRun.Require(late.Megabytes < early.Megabytes * 1.3 + 60, $"memory grew from {early} to {late}");
        }

        return $"{steps:N0} steps, {opened} tabs and {samples.Count * Tabs} programs opened and closed{(browser is null ? " (no browser here)" : "")}; after a third {early}, at the end {late}; {points:N0} points alike";
    }

    private static async Task Drain(HubReader reader, string run)
    {
        try
        {
            await foreach (var _ in reader.PointsAsync(run))
            {
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or InvalidOperationException or System.Net.WebSockets.WebSocketException or Microsoft.AspNetCore.SignalR.HubException)
        {
            // Closed.
        }
    }

    private sealed record Sample(long Megabytes, int Handles)
    {
        public static Sample Of(int process)
        {
            using var p = Process.GetProcessById(process);
            return new Sample(p.WorkingSet64 >> 20, Directory.GetFiles($"/proc/{process}/fd").Length);
        }

        public override string ToString() => $"{Megabytes} MiB and {Handles} handles";
    }
}
