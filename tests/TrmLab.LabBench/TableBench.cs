namespace TrmLab.LabBench;

/// <summary>The runs table over a thousand runs.</summary>
internal static class TableBench
{
    private const int Runs = 1000;
    private const int Times = 7;

    public static async Task RunAsync(BenchOptions options, Figures figures)
    {
        await using var lab = new BenchLab();
        for (var i = 0; i < Runs; i++) MadeRuns.Write(lab.Run(MadeRuns.Id(i)), i, 20, 2);
        await lab.StartAsync();
        await lab.IndexedAsync(MadeRuns.Id(Runs - 1), "train/lm_loss", 20);
        await using var browser = await BenchBrowser.StartAsync();
        var page = await browser.OpenAsync(lab.Url + "/datasets");
        var first = await BenchBrowser.ClickAsync(page, ".rail-link[href='runs']", BenchBrowser.Rows);
        figures.Add("1,000 runs, first rows, the first time after the server started", "-", $"{first[0]:0} ms");
        var clicks = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            await BenchBrowser.ClickAsync(page, ".rail-link[href='datasets']", "!location.pathname.endsWith('/runs') && document.querySelector('.page-head h1')?.textContent !== 'Runs'");
            clicks.Add((await BenchBrowser.ClickAsync(page, ".rail-link[href='runs']", BenchBrowser.Rows))[0]);
        }

        figures.Add("1,000 runs, first rows, from the click", "300 ms", Figures.Middle(clicks, "ms"));
        var loads = new List<double>();
        for (var i = 0; i < Times; i++) loads.Add(await browser.LoadAsync(lab.Url + "/runs", BenchBrowser.Rows));
        figures.Add("1,000 runs, first rows, page loaded anew with an empty cache", "-", Figures.Middle(loads, "ms"));

        var typed = await page.EvaluateAsync<double>("""
            () => new Promise(resolve => {
              const filter = document.getElementById('filter'), start = performance.now();
              filter.value = 'run 178,'; filter.dispatchEvent(new Event('input', { bubbles: true }));
              const look = () => document.querySelector('.page-head').textContent.includes('5 of 1000') ? resolve(performance.now() - start) : requestAnimationFrame(look);
              look();
            })
            """);
        figures.Add("1,000 runs, from a typed letter to the filtered rows", "-", $"{typed:0} ms");
    }
}
