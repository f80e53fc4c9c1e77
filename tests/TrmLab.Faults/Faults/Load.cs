using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace TrmLab.Faults.Faults;

/// <summary>
/// Fifty readers of five live runs: programs on the hub and tabs of a browser, which draw. Measured is the time from a step's line in
/// the log to its point at the reader. Some programs read slowly: they must get every point all the same.
/// </summary>
internal static class Load
{
    private const int Runs = 5;
    private const int Readers = 50;
    private const int Slow = 5;

    /// <summary>One count is ten seconds.</summary>
    public static async Task<string> TryAsync(FaultRun fault)
    {
        var (readers, tabs) = fault.IsShort ? (10, 1) : (Readers, 5);
        await using var lab = await Dashboard.StartAsync(new DashboardSettings { Root = Directory.CreateDirectory(fault["data"]).FullName, Fake = "" });
        var runs = Enumerable.Range(1, Runs).Select(n => Trainers.RunOf(lab.Root, $"run-{n}")).ToArray();
        var trainers = runs.Select(r => Trainers.Fake(r, "steps=100000000;rate=5;evaluate=100")).ToArray();
        using var end = new CancellationTokenSource();
        try
        {
            await FaultRun.UntilAsync(async () => await HubReader.TryRunsAsync(lab.Url) is { Length: Runs } seen && seen.All(r => r.Step > 0), fault.Limit(60), () => lab.Output);
            var delays = new ConcurrentBag<double>();
            var got = new ConcurrentDictionary<int, long>();
            var reading = Enumerable.Range(0, readers - tabs).Select(i => ReadAsync(lab, runs[i % Runs].Id, i, i < Slow, delays, got, end.Token)).ToArray();
            await using var browser = await Chromium.OpenAsync();
            var pages = new List<IPage>();
            for (var i = 0; browser is not null && i < tabs; i++) pages.Add(await WatchAsync(browser.Browser, lab, runs[i % Runs].Id));
            var until = Stopwatch.StartNew();
            while (until.Elapsed < TimeSpan.FromSeconds(10 * fault.Count))
            {
                await Task.Delay(TimeSpan.FromSeconds(10));
                fault.Say($"{until.Elapsed.TotalSeconds:0} s: {delays.Count} points at programs, p95 {At(delays.ToArray(), 0.95):0} ms");
            }

            var drawn = new List<double>();
            foreach (var page in pages) drawn.AddRange(await DrawnAsync(page));
            await end.CancelAsync();
            var counts = await Task.WhenAll(reading);
            FaultRun.Require(counts.All(c => c.Lost is null), "a connection was lost: " + counts.FirstOrDefault(c => c.Lost is not null)?.Lost);
            foreach (var (run, n) in runs.Select((r, n) => (r, n)))
            {
                // Up to where each reader is, it has each point once; the slow ones are behind and miss nothing.
                FaultRun.Require(counts.Where(c => c.Run == run.Id).All(c => c.IsGapless), $"{run.Id}: a reader has a gap or a double");
            }

            var (hub, screen) = (At(delays.ToArray(), 0.95), At([.. drawn], 0.95));
            var figures = $"{readers - tabs} programs: p95 {hub:0} ms of {delays.Count:N0} points; {pages.Count} tabs: p95 {screen:0} ms of {drawn.Count:N0} points drawn; no connection lost, no reader with a gap, the {Slow} slow ones included";
            FaultRun.Require(fault.IsShort || (hub <= 2000 && screen <= 2000), "later than two seconds: " + figures);
            return figures;
        }
        finally
        {
            await end.CancelAsync();
            foreach (var trainer in trainers) trainer.Dispose();
        }
    }

    private static double At(double[] values, double share) => values.Length == 0 ? 0 : values.Order().ElementAt((int)((values.Length - 1) * share));

    private sealed record Reading(string Run, bool IsGapless, string? Lost);

    private static async Task<Reading> ReadAsync(Dashboard lab, string run, int number, bool slow, ConcurrentBag<double> delays, ConcurrentDictionary<int, long> got, CancellationToken end)
    {
        var gapless = true;
        long last = 0, first = -1;
        try
        {
            await using var hub = await HubReader.OpenAsync(lab.Url);
            await foreach (var batch in hub.PointsAsync(run, end))
            {
                var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
                if (batch.Series.FirstOrDefault(s => s.Metric == "train/lm_loss") is not { } loss) continue;
                foreach (var step in loss.Steps)
                {
                    gapless &= step == last + 1;
                    last = step;
                }

                if (first < 0) first = last;
                else if (!slow) delays.Add(now - LogTimes.Of(lab.Root, run, loss.Steps[0]));
                got[number] = last;
                if (slow) await Task.Delay(TimeSpan.FromSeconds(3), end);
            }

            return new Reading(run, gapless, end.IsCancellationRequested ? null : "the stream ended");
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return new Reading(run, gapless, null);
        }
        catch (Exception e) when (!end.IsCancellationRequested)
        {
            return new Reading(run, gapless, e.Message);
        }
    }

    private static async Task<IPage> WatchAsync(IBrowser browser, Dashboard lab, string run)
    {
        var page = await (await browser.NewContextAsync()).NewPageAsync();
        await page.GotoAsync($"{lab.Url}/runs/{run}");
        await page.WaitForFunctionAsync($"() => {ChartScript.Plot("lm_loss")}?.data?.[0]?.x?.length > 0", null, new() { Timeout = 90_000 });
        await page.EvaluateAsync($"() => {{ {ChartScript.NoteSteps(every: 20)} }}");
        page.SetDefaultTimeout(90_000);
        await page.EvaluateAsync($"() => window.run = '{run}'");
        await page.EvaluateAsync($"() => window.root = {JsonSerializer.Serialize(lab.Root)}");
        return page;
    }

    private static async Task<IEnumerable<double>> DrawnAsync(IPage page)
    {
        var connected = await page.EvaluateAsync<bool>("() => !document.querySelector('#components-reconnect-modal.components-reconnect-show, #components-reconnect-modal.components-reconnect-failed, #components-reconnect-modal.components-reconnect-rejected')");
        FaultRun.Require(connected, "a tab has lost its connection");
        var (run, root) = (await page.EvaluateAsync<string>("() => window.run"), await page.EvaluateAsync<string>("() => window.root"));
        var seen = await page.EvaluateAsync<double[][]>("() => window.seen");
        FaultRun.Require(seen.Length > 2, "a tab stands still");
        // All steps between two sights were drawn at the second; the oldest of them waited longest.
        return seen.Zip(seen.Skip(1)).Skip(1).SelectMany(p => Enumerable.Range((int)p.First[0] + 1, (int)(p.Second[0] - p.First[0])).Select(step => p.Second[1] - LogTimes.Of(root, run, step))).ToArray();
    }
}

/// <summary>When the trainer wrote each step.</summary>
internal static class LogTimes
{
    private static readonly ConcurrentDictionary<string, (Dictionary<long, long> Times, long Read)> Known = new();

    public static long Of(string root, string run, long step)
    {
        var path = Path.Combine(root, "runs", run, "metrics.jsonl");
        lock (Known)
        {
            var (times, read) = Known.GetOrAdd(path, _ => ([], 0));
            if (times.TryGetValue(step, out var time)) return time;
            foreach (var logged in TrmLab.Core.Runs.RunLogReader.Read(path, read))
            {
                read = logged.EndOffset;
                if (logged.Event is TrmLab.Core.Runs.MetricsLogged m) times[m.Step] = m.Time;
            }

            Known[path] = (times, read);
            return times.TryGetValue(step, out time) ? time : throw new FaultFailure($"{run}: step {step.ToString(CultureInfo.InvariantCulture)} was shown and never logged");
        }
    }
}
