using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using TrmLab.Testing;

namespace TrmLab.LabBench;

/// <summary>Twenty live runs at twenty points a second each, and five open tabs.</summary>
internal static class LiveBench
{
    private const int Runs = 20;
    private const int Tabs = 5;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var lab = new BenchLab();
        var runs = Enumerable.Range(0, Runs).Select(i => new LiveRun(lab.Run(MadeRuns.Id(i)), i)).ToArray();
        await lab.StartAsync();
        await using var browser = await BenchBrowser.StartAsync();
        foreach (var run in runs) run.Start();
        await lab.IndexedAsync(runs[^1].Id, LiveRun.Metric, 20);
        var addresses = Enumerable.Range(0, Tabs - 1).Select(i => $"/runs/{runs[i].Id}").Append("/runs");
        var pages = new List<IPage>();
        foreach (var address in addresses) pages.Add(await browser.OpenAsync(lab.Url + address));
        long bytes = 0, ticks = 0;
        pages[0].WebSocket += (_, socket) => socket.FrameReceived += (_, frame) =>
        {
            Interlocked.Add(ref bytes, frame.Binary?.Length ?? frame.Text?.Length ?? 0);
            Interlocked.Increment(ref ticks);
        };
        await pages[0].ReloadAsync();
        var charts = pages.SkipLast(1).ToArray();
        foreach (var page in charts)
        {
            await page.WaitForFunctionAsync($"() => {ChartScript.Plot("lm_loss")}?.data?.[0]?.x?.length > 5");
            await page.EvaluateAsync($"() => {{ {ChartScript.NoteSteps(every: 10)} }}");
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        var memory = new List<double>();
        var (bytesBefore, ticksBefore, stepBefore) = (Interlocked.Read(ref bytes), Interlocked.Read(ref ticks), runs[0].Step);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(options.Minutes))
        {
            await Task.Delay(2000);
            memory.Add(lab.Memory);
        }

        var steps = runs[0].Step - stepBefore;
        var delays = new List<double>();
        for (var i = 0; i < charts.Length; i++) delays.AddRange(runs[i].Delays(await charts[i].EvaluateAsync<double[][]>("() => window.seen")));
        foreach (var run in runs) run.Stop();
        var length = string.Create(CultureInfo.InvariantCulture, $"{Runs} live runs at {LiveRun.Rate} steps/s, {Tabs} tabs, {clock.Elapsed.TotalMinutes:0.0} min");
        figures.Add($"{length}: logged to drawn", "p95 1000 ms", $"median {Figures.At(delays, 0.5):0} ms, p95 {Figures.At(delays, 0.95):0} ms, most {Figures.At(delays, 1):0} ms, {delays.Count:#,0} points");
        long missing = 0;
        foreach (var run in runs)
        {
            await lab.IndexedAsync(run.Id, LiveRun.Metric, Math.Min(run.Step, 1));
            await Task.Delay(300);
            missing += run.Step - await lab.PointsAsync(run.Id, LiveRun.Metric);
        }

        figures.Add($"{length}: points not in the index", "0", $"{missing} of {runs.Sum(r => r.Step):#,0} (counted by download)");
        var quarter = Math.Max(1, memory.Count / 4);
        figures.Add($"{length}: memory of the server, first and last quarter", "flat", $"{memory.Take(quarter).Average():0} MB, {memory.TakeLast(quarter).Average():0} MB (most {memory.Max():0} MB)");
        figures.Add("bytes to one tab of 8 charts per logged step", "proportional to new points", $"{(Interlocked.Read(ref bytes) - bytesBefore) / (double)Math.Max(1, steps):0} B ({(Interlocked.Read(ref ticks) - ticksBefore) / clock.Elapsed.TotalSeconds:0.0} frames/s); the run then had {runs[0].Step:#,0} steps");
    }
}
