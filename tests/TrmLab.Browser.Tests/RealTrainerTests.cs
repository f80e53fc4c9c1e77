using TrmLab.Browser.Tests.Support;

namespace TrmLab.Browser.Tests;

/// <summary>Dashboard and trainer together, as a new user meets them.</summary>
[Collection("browser")]
public sealed class RealTrainerTests(Chromium chromium, ITestOutputHelper output)
{
    [Fact]
    public async Task The_demo_trains_stops_with_a_checkpoint_and_goes_on()
    {
        await using var lab = await Dashboard.StartAsync(fake: null);
        await using var page = await chromium.OpenAsync(lab.Url);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await page.Page.ClickAsync("#demo");
        await page.DrawnAsync("lm_loss", 1, seconds: 20);
        output.WriteLine($"first point {clock.Elapsed.TotalSeconds:0.0} s after the click");
        await page.DrawnAsync("lm_loss", 30, seconds: 120);

        await page.Page.ClickAsync("#stop");
        await page.Page.Locator(".page-head .state", new() { HasText = "Stopped" }).WaitForAsync(new() { Timeout = 60_000 });
        var (x, _) = await page.CurveAsync("lm_loss");
        await page.Page.ClickAsync("#resume");
        await page.DrawnAsync("lm_loss", (long)x[^1] + 10, seconds: 60);
        var (after, _) = await page.CurveAsync("lm_loss");
        Assert.Equal(Enumerable.Range(1, after.Length).Select(s => (double)s), after);
    }
}
