using System.Diagnostics;
using System.Globalization;

namespace TrmLab.LabBench;

/// <summary>How fast logs come into the index while pages read it.</summary>
internal static class IngestBench
{
    private const int Runs = 6;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var lab = new BenchLab();
        MadeRuns.Write(lab.Run(MadeRuns.Id(0)), 0, MadeRuns.LongRun, 8);
        await lab.StartAsync();
        await lab.IndexedAsync(MadeRuns.Id(0), "train/grad_norm", MadeRuns.LongRun);
        await using var browser = await BenchBrowser.StartAsync();
        await using var reading = new ReadingPages(await Task.WhenAll(browser.OpenAsync($"{lab.Url}/runs/{MadeRuns.Id(0)}"), browser.OpenAsync(lab.Url + "/runs")));

        // Beside the data folder first: moving a directory in is one act, so the clock starts with all of it there.
        var made = Directory.CreateDirectory(Path.Combine(lab.Root, "made")).FullName;
        for (var i = 1; i <= Runs; i++)
        {
            var run = Core.Runs.RunDirectory.At(Path.Combine(made, MadeRuns.Id(i)));
            Directory.CreateDirectory(run.Root);
            MadeRuns.Write(run, i, MadeRuns.LongRun, 8);
        }

        var (before, points) = (lab.PointsInIndex(), Runs * 8L * MadeRuns.LongRun);
        for (var i = 1; i <= Runs; i++) Directory.Move(Path.Combine(made, MadeRuns.Id(i)), Path.Combine(lab.Root, "runs", MadeRuns.Id(i)));
        var clock = Stopwatch.StartNew();
        while (lab.PointsInIndex() < before + points) await Task.Delay(100);
        var seconds = clock.Elapsed.TotalSeconds;
        figures.Add(
            "logs into the index while two pages load anew without a pause", "100,000 points/s",
            string.Create(CultureInfo.InvariantCulture, $"{points / seconds:#,0} points/s ({points / 1e6:0.0} M points in {seconds:0.0} s, {reading.Count} page reads meanwhile)"));
    }
}
