using Microsoft.Playwright;

namespace TrmLab.LabBench;

/// <summary>One metric of fifty long runs.</summary>
internal static class CompareBench
{
    private const int Runs = 50;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var lab = new BenchLab();
        for (var i = 0; i < Runs; i++) MadeRuns.Write(lab.Run(MadeRuns.Id(i)), i, MadeRuns.LongRun, 1);
        await lab.StartAsync();
        for (var i = 0; i < Runs; i++) await lab.IndexedAsync(MadeRuns.Id(i), "train/lm_loss", MadeRuns.LongRun);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.OpenAsync($"{lab.Url}/runs?sel={string.Join(',', Enumerable.Range(0, Runs).Select(MadeRuns.Id))}");
        await PrepareAsync(page);
        var times = new List<double>();
        const string Drawn = "[...document.querySelectorAll('.chart-box')].some(e => e.data?.filter(t => t.x?.length > 0).length >= 50 && e.querySelectorAll('.scatterlayer path.js-line').length >= 50)";
        for (var i = 0; i < 4; i++)
        {
            var time = (await BenchBrowser.ClickAsync(page, "#compare", Drawn))[0];
            if (i == 0) figures.Add("compare of 50 runs of 65,104 steps, one metric, the first time in this browser", "-", $"{time:0} ms");
            else times.Add(time);
            if (i == 3) break;
            await page.GoBackAsync();
            await PrepareAsync(page);
        }

        figures.Add("compare of 50 runs of 65,104 steps, one metric, from the click", "1000 ms", Figures.Middle(times, "ms"));
        const string chart = "compare";
        await BenchBrowser.RestAsync(page);
        foreach (var mode in new[] { "pan", "zoom" })
        {
            await page.Locator($"[data-chart=chart-{chart}]").ScrollIntoViewIfNeededAsync();
            var drag = await BenchBrowser.DragAsync(page, chart, mode);
            figures.Add($"compare of 50 runs, {mode} by dragging", "30 frames/s", $"{drag.Rate:0} frames/s, longest {drag.Longest:0} ms");
        }
    }

    // The page's own link compares the final figure that all runs have; the bench wants the longest curve.
    private static async Task PrepareAsync(IPage page)
    {
        await page.WaitForSelectorAsync("#compare");
        await page.EvaluateAsync("() => { const link = document.getElementById('compare'); link.href += '&metric=train/lm_loss'; }");
        await BenchBrowser.RestAsync(page);
    }
}
