using System.Text.Json;
using Microsoft.Playwright;
using TrmLab.Testing;

namespace TrmLab.Browser.Tests.Support;

/// <summary>A page of the dashboard in a browser.</summary>
public sealed class LabPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    private LabPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.PageError += (_, e) => Errors.Add(e);
    }

    public IPage Page { get; }

    /// <summary>Errors of the page's scripts.</summary>
    public List<string> Errors { get; } = [];

    public static async Task<LabPage> OpenAsync(IBrowserContext context, string url)
    {
        var page = new LabPage(context, await context.NewPageAsync());
        await page.GoToAsync(url);
        return page;
    }

    /// <summary>Another tab of the same browser.</summary>
    public Task<LabPage> OpenTabAsync(string url) => OpenAsync(_context, url);

    public async Task GoToAsync(string url)
    {
        await Page.GotoAsync(url);
        await InteractiveAsync();
    }

    public Task InteractiveAsync() => Page.WaitForSelectorAsync("[data-interactive=true]", new() { Timeout = 30_000 });

    /// <summary>A curve as drawn: x and y of a trace of a chart.</summary>
    public async Task<(double[] X, double[] Y)> CurveAsync(string chart, int trace = 0)
    {
        var json = await Page.EvaluateAsync<string>(
            $"t => {{ const d = {ChartScript.Plot(chart)}?.data?.[t]; return JSON.stringify({{ x: Array.from(d?.x ?? []), y: Array.from(d?.y ?? []) }}); }}", trace);
        using var curve = JsonDocument.Parse(json);
        double[] Read(string name) => [.. curve.RootElement.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
        return (Read("x"), Read("y"));
    }

    /// <summary>Waits until a curve has a point at or behind a step.</summary>
    public Task DrawnAsync(string chart, long step, int seconds = 30) => Page.WaitForFunctionAsync(
        $"s => ({ChartScript.Plot(chart)}?.data?.[0]?.x?.at(-1) ?? -1) >= s", step, new() { Timeout = seconds * 1000 });

    /// <summary>Writes a picture beside the test's results.</summary>
    public Task PictureAsync(string name) => Page.ScreenshotAsync(new() { Path = Path.Combine(AppContext.BaseDirectory, "screenshots", name + ".png") });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
