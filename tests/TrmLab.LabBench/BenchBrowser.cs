using Microsoft.Playwright;
using TrmLab.Testing;

namespace TrmLab.LabBench;

/// <summary>A real Chromium, and stopwatches inside its pages: no time of the bench itself is in the figures.</summary>
internal sealed class BenchBrowser : IAsyncDisposable
{
    /// <summary>True once rows of the runs table are there.</summary>
    public const string Rows = "document.querySelectorAll('.runs-table tbody tr a.link').length > 5";

    /// <summary>True once any chart has its curve on the screen.</summary>
    public const string FirstChart = "[...document.querySelectorAll('.chart-box')].some(e => e.data?.[0]?.x?.length > 0 && e.querySelector('.scatterlayer path.js-line'))";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BenchBrowser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<BenchBrowser> StartAsync()
    {
        var path = new[] { Environment.GetEnvironmentVariable("TRMLAB_CHROMIUM") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("Chromium is not installed: apt-get install -y chromium, or set TRMLAB_CHROMIUM to its path");
        var playwright = await Playwright.CreateAsync();
        return new BenchBrowser(playwright, await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] }));
    }

    public async Task<IPage> OpenAsync(string url)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1366, Height = 768 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await page.WaitForSelectorAsync("[data-interactive=true]");
        return page;
    }

    /// <summary>Milliseconds from the first byte asked for until a condition holds, for a page loaded anew.</summary>
    public async Task<double> LoadAsync(string url, string condition)
    {
        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = 1366, Height = 768 } });
        await context.AddInitScriptAsync($"(() => {{ const look = () => {{ let there = false; try {{ there = {condition}; }} catch {{ }} if (there) window.benchTime = performance.now(); else requestAnimationFrame(look); }}; requestAnimationFrame(look); }})();");
        var page = await context.NewPageAsync();
        await page.GotoAsync(url);
        await page.WaitForFunctionAsync("() => window.benchTime > 0", null, new() { Timeout = 120_000 });
        var time = await page.EvaluateAsync<double>("() => window.benchTime");
        await context.DisposeAsync();
        return time;
    }

    /// <summary>Milliseconds from a click inside an open page until each condition holds.</summary>
    public static Task<double[]> ClickAsync(IPage page, string selector, params string[] conditions) => page.EvaluateAsync<double[]>($$"""
        () => new Promise(resolve => {
          const tests = [{{string.Join(", ", conditions.Select(c => $"() => {c}"))}}], times = tests.map(() => 0), start = performance.now();
          const look = () => {
            tests.forEach((test, i) => { try { if (!times[i] && test()) times[i] = performance.now() - start; } catch { } });
            if (times.every(t => t) || performance.now() - start > 60000) resolve(times); else requestAnimationFrame(look);
          };
          document.querySelector("{{selector}}").click();
          requestAnimationFrame(look);
        })
        """);

    /// <summary>Waits until a page stands still: nobody clicks on what has just appeared, while the rest of it is still being drawn.</summary>
    public static Task RestAsync(IPage page) => page.EvaluateAsync("() => new Promise(resolve => { let last = performance.now(), calm = 0; const look = t => { calm = t - last < 34 ? calm + 1 : 0; last = t; if (calm > 60) resolve(); else requestAnimationFrame(look); }; requestAnimationFrame(look); })");

    /// <summary>Frames a second while a chart is dragged, and the longest frame in milliseconds.</summary>
    public static async Task<(double Rate, double Longest)> DragAsync(IPage page, string chart, string mode)
    {
        await page.EvaluateAsync($"() => Plotly.relayout({ChartScript.Plot(chart)}, {{ dragmode: '{mode}' }})");
        var box = (await page.Locator($"[data-chart=chart-{chart}] .nsewdrag").First.BoundingBoxAsync())!;
        await page.EvaluateAsync("() => { window.frames_ = []; let last = performance.now(); window.measuring = true; const next = t => { frames_.push(t - last); last = t; if (measuring) requestAnimationFrame(next); }; requestAnimationFrame(next); }");
        await page.Mouse.MoveAsync(box.X + box.Width * 0.7f, box.Y + box.Height / 2);
        await page.Mouse.DownAsync();
        for (var i = 0; i < 90; i++) await page.Mouse.MoveAsync(box.X + box.Width * (0.7f - 0.4f * i / 90), box.Y + box.Height / 2);
        var frames = await page.EvaluateAsync<double[]>("() => { window.measuring = false; return frames_; }");
        await page.Mouse.UpAsync();
        return (frames.Length * 1000 / frames.Sum(), frames.Max());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
