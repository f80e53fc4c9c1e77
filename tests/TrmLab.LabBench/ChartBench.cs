namespace TrmLab.LabBench;

/// <summary>The charts of one long run, and what a live tick costs.</summary>
internal static class ChartBench
{
    private const int Times = 5;
    private const int Metrics = 8;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var lab = new BenchLab();
        var id = MadeRuns.Id(1);
        MadeRuns.Write(lab.Run(id), 1, MadeRuns.LongRun, Metrics);
        for (var i = 2; i < 9; i++) MadeRuns.Write(lab.Run(MadeRuns.Id(i)), i, 10, 2);
        await lab.StartAsync();
        await lab.IndexedAsync(id, "train/grad_norm", MadeRuns.LongRun);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.OpenAsync(lab.Url + "/runs");
        var link = $"a.link[href='runs/{id}']";
        List<double> first = [], all = [];
        for (var i = 0; i < Times + 1; i++)
        {
            await page.WaitForSelectorAsync(link);
            var times = await BenchBrowser.ClickAsync(page, link, BenchBrowser.FirstChart, AllOf(Metrics));
            if (i == 0) figures.Add($"65,104 steps x {Metrics} metrics, first chart / all, the first time in this browser", "-", $"{times[0]:0} ms / {times[1]:0} ms");
            else
            {
                first.Add(times[0]);
                all.Add(times[1]);
            }

            await BenchBrowser.ClickAsync(page, ".rail-link[href='runs']", "document.querySelector('.runs-table')");
        }

        figures.Add($"65,104 steps x {Metrics} metrics, first chart, from the click", "500 ms", Figures.Middle(first, "ms"));
        figures.Add($"65,104 steps x {Metrics} metrics, all charts, from the click", "1000 ms", Figures.Middle(all, "ms"));
        var loads = new List<double>();
        for (var i = 0; i < 3; i++) loads.Add(await browser.LoadAsync($"{lab.Url}/runs/{id}", BenchBrowser.FirstChart));
        figures.Add("65,104 steps, first chart, page loaded anew with an empty cache", "-", Figures.Middle(loads, "ms"));

        await page.WaitForSelectorAsync(link);
        await BenchBrowser.ClickAsync(page, link, AllOf(Metrics));
        var pan = await BenchBrowser.DragAsync(page, "lm_loss", "pan");
        figures.Add("65,104 steps, one chart dragged", "30 frames/s", $"{pan.Rate:0} frames/s, longest {pan.Longest:0} ms");
    }

    internal static string AllOf(int charts) => $"[...document.querySelectorAll('.chart-box')].filter(e => e.data?.[0]?.x?.length > 0 && (e.offScreen || e.querySelector('.scatterlayer path.js-line'))).length >= {charts}";
}
