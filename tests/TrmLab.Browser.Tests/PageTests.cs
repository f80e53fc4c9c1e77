using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;

namespace TrmLab.Browser.Tests;

/// <summary>Forms, tables and themes in a real browser.</summary>
[Collection("browser")]
public sealed class PageTests(Chromium chromium)
{
    [Fact]
    public async Task Mistakes_in_the_form_are_shown_beside_their_fields_and_survive_a_reload()
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/new");
        await page.Page.FillAsync("#field-lr", "fast");
        await page.Page.PressAsync("#field-lr", "Tab");
        await page.Page.FillAsync("#field-epochs", "25");
        await page.Page.PressAsync("#field-epochs", "Tab");
        await Assertions.Expect(page.Page.Locator("#field-lr-hint")).ToContainTextAsync("expected a number");
        await Assertions.Expect(page.Page.Locator("#field-eval_interval-hint")).ToContainTextAsync("must divide epochs");
        await Assertions.Expect(page.Page.Locator("#start")).ToBeDisabledAsync();
        await page.PictureAsync("new-run-errors");

        await page.Page.ReloadAsync();
        await Assertions.Expect(page.Page.Locator("#field-lr")).ToHaveValueAsync("fast");
        await Assertions.Expect(page.Page.Locator("#field-lr-hint")).ToContainTextAsync("expected a number");
    }

    [Fact]
    public async Task A_run_starts_from_the_form_and_all_its_views_open()
    {
        await using var lab = await Dashboard.StartAsync("steps=60;rate=0");
        await using var page = await chromium.OpenAsync(lab.Url + "/new?preset=sudoku-4x4-demo");
        await page.Page.FillAsync("#field-run_name", "from the form");
        await page.Page.PressAsync("#field-run_name", "Tab");
        await page.Page.ClickAsync("#start");
        await page.DrawnAsync("lm_loss", 60);
        var address = page.Page.Url;
        foreach (var (tab, expected) in new[] { ("evaluations", "Exact, EMA"), ("checkpoints", "step_000000050"), ("log", "fake trainer"), ("config", "from the form") })
        {
            await page.Page.ClickAsync($".tabs a[href*='tab={tab}']");
            await Assertions.Expect(page.Page.Locator(".page")).ToContainTextAsync(expected);
            await page.PictureAsync("tab-" + tab);
        }

        await page.GoToAsync(lab.Url + "/runs");
        await page.Page.ClickAsync(".runs-table a");
        Assert.StartsWith(address, page.Page.Url);
        Assert.Empty(page.Errors);
    }

    [Theory]
    [InlineData(630)] // what a browser leaves of 1366 x 768
    [InlineData(400)]
    public async Task Alerts_and_theme_stay_in_sight_on_a_low_screen_and_the_pages_can_be_reached(int height)
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/runs");
        await page.Page.SetViewportSizeAsync(1366, height);
        foreach (var part in new[] { "#bell", "#theme" })
        {
            var box = (await page.Page.Locator(part).BoundingBoxAsync())!;
            Assert.InRange(box.Y, 0, height - box.Height);
        }

        var hidden = await page.Page.EvaluateAsync<int>("() => { const pages = document.querySelector('.rail-pages'); return pages.scrollHeight - pages.clientHeight; }");
        Assert.Equal(height < 630, hidden > 0);
        await page.PictureAsync($"rail-{height}");
        await page.Page.ClickAsync(".rail-link[href='settings']");
        await page.Page.WaitForURLAsync("**/settings");
    }

    [Fact]
    public async Task Dark_light_and_the_systems_choice_are_kept()
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/runs", ColorScheme.Dark);
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.PictureAsync("dark");
        await page.Page.ClickAsync("#theme");
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await page.Page.ReloadAsync();
        await page.InteractiveAsync();
        await Assertions.Expect(page.Page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        await Assertions.Expect(page.Page.Locator("#theme")).ToContainTextAsync("Light");
    }

    [Fact]
    public async Task A_zoom_asks_for_the_points_that_the_whole_picture_left_out()
    {
        await using var lab = await Dashboard.StartAsync("steps=6000;rate=0;evaluate=1000");
        await using var page = await chromium.OpenAsync(lab.Url);
        await page.Page.ClickAsync("#demo");
        await page.DrawnAsync("lm_loss", 5990);
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lm_loss] .badge")).ToContainTextAsync("min/max of");
        Assert.InRange((await page.CurveAsync("lm_loss")).X.Length, 1000, 2000);

        await page.Page.EvaluateAsync($"() => Plotly.relayout({ChartScript.Plot("lm_loss")}, {{ 'xaxis.range': [3000, 3200] }})");
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lm_loss] .badge")).ToHaveTextAsync("401 points near this view, all drawn, 0 missing");
        Assert.Equal(Enumerable.Range(2900, 401).Select(s => (double)s), (await page.CurveAsync("lm_loss")).X);

        await page.Page.EvaluateAsync($"() => Plotly.relayout({ChartScript.Plot("lm_loss")}, {{ 'xaxis.autorange': true }})");
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lm_loss] .badge")).ToContainTextAsync("min/max of");
    }
}
