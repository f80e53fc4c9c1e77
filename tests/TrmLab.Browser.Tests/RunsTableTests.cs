using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;

namespace TrmLab.Browser.Tests;

/// <summary>The runs table and the layout of the charts: everything is in the address and survives a reload.</summary>
[Collection("browser")]
public sealed class RunsTableTests(Chromium chromium)
{
    [Fact]
    public async Task Filters_order_and_columns_are_in_the_address_and_survive_a_reload()
    {
        await using var lab = await Dashboard.StartAsync("steps=40;rate=0");
        await using var page = await chromium.OpenAsync(lab.Url);
        await page.Page.ClickAsync("#demo");
        await page.DrawnAsync("lm_loss", 40);
        await page.GoToAsync(lab.Url + "/new?preset=sudoku-4x4-demo");
        await page.Page.FillAsync("#field-run_name", "another one");
        await page.Page.PressAsync("#field-run_name", "Tab");
        await page.Page.ClickAsync("#start");
        await page.DrawnAsync("lm_loss", 40);

        await page.GoToAsync(lab.Url + "/runs");
        await Assertions.Expect(page.Page.Locator(".runs-table tbody a.link")).ToHaveCountAsync(2);
        await page.Page.PressAsync("body", "/");
        await page.Page.Keyboard.TypeAsync("another");
        await Assertions.Expect(page.Page.Locator(".runs-table tbody a.link")).ToHaveCountAsync(1);
        await page.Page.Locator("th button", new() { HasText = "Best EMA" }).ClickAsync();
        await page.Page.ClickAsync(".chooser summary");
        await page.Page.FillAsync("#add-column", "arch.hidden_size");
        await page.Page.PressAsync("#add-column", "Enter");
        await Assertions.Expect(page.Page.Locator("thead")).ToContainTextAsync("arch.hidden_size");
        await page.PictureAsync("runs-filtered");

        await page.Page.ReloadAsync();
        await page.InteractiveAsync();
        await Assertions.Expect(page.Page.Locator(".runs-table tbody a.link")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Page.Locator("#filter")).ToHaveValueAsync("another");
        await Assertions.Expect(page.Page.Locator("thead")).ToContainTextAsync("arch.hidden_size");
        await Assertions.Expect(page.Page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Best EMA");

        await page.GoToAsync(lab.Url + "/runs?group=seed");
        await Assertions.Expect(page.Page.Locator("tr.group").First).ToContainTextAsync("N = ");
        await page.PictureAsync("runs-grouped");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Selecting_text_in_a_row_does_not_open_its_run_and_a_click_does()
    {
        await using var lab = await Dashboard.StartAsync("steps=40;rate=0");
        await using var page = await chromium.OpenAsync(lab.Url);
        await page.Page.ClickAsync("#demo");
        await page.DrawnAsync("lm_loss", 40);
        await page.GoToAsync(lab.Url + "/runs");
        var cell = (await page.Page.Locator(".runs-table tbody td.num").First.BoundingBoxAsync())!;
        var middle = cell.Y + cell.Height / 2;
        await page.Page.Mouse.MoveAsync(cell.X + 1, middle);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(cell.X + cell.Width - 1, middle, new() { Steps = 5 });
        await page.Page.Mouse.UpAsync();
        Assert.NotEqual("", await page.Page.EvaluateAsync<string>("() => getSelection().toString()"));
        // What the server was told of the click would be done before what it is told next.
        await page.Page.SelectOptionAsync("#group", "Seed");
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("/runs\\?group=seed$"));

        await page.GoToAsync(lab.Url + "/runs");
        await page.Page.Locator(".runs-table tbody td.num").First.ClickAsync();
        await Assertions.Expect(page.Page).ToHaveURLAsync(new Regex("/runs/2"));
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_command_is_copied_by_its_button()
    {
        await using var lab = await Dashboard.StartAsync("steps=40;rate=0");
        await using var page = await chromium.OpenAsync(lab.Url + "/new?preset=sudoku-4x4-demo");
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.Page.ClickAsync("[data-copy]");
        await page.Page.WaitForFunctionAsync("async text => await navigator.clipboard.readText() === text", await page.Page.TextContentAsync(".cli"));
        await Assertions.Expect(page.Page.Locator("[data-copy]")).ToHaveTextAsync("Copy");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Hidden_charts_are_in_the_address_and_exports_hold_every_point()
    {
        await using var lab = await Dashboard.StartAsync("steps=4000;rate=0;evaluate=1000");
        await using var page = await chromium.OpenAsync(lab.Url);
        await page.Page.ClickAsync("#demo");
        await page.DrawnAsync("lm_loss", 3990);
        var csv = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.Locator("section[aria-label='Token loss'] a", new() { HasText = "CSV" }).ClickAsync(new() { Force = true }));
        var lines = await File.ReadAllLinesAsync((await csv.PathAsync())!);
        Assert.Equal(4001, lines.Length);
        Assert.StartsWith("_step,_runtime,_timestamp,train/lm_loss", lines[0]);

        var picture = await page.Page.RunAndWaitForDownloadAsync(() => page.Page.ClickAsync("button[aria-label='Save Token loss as PNG']", new() { Force = true }));
        Assert.Equal("Demo_ 4x4 Sudoku - Token loss.png", picture.SuggestedFilename);
        Assert.True(new FileInfo((await picture.PathAsync())!).Length > 5000);

        await page.Page.ClickAsync("button[aria-label='Hide Learning rate']", new() { Force = true });
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lr]")).ToHaveCountAsync(0);
        await page.Page.CheckAsync("#clip");
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lm_loss] .badge")).ToContainTextAsync("points outside");
        await page.Page.ReloadAsync();
        await page.DrawnAsync("lm_loss", 3990);
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lr]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Page.Locator("[data-chart=chart-lm_loss] .badge")).ToContainTextAsync("points outside");
        await page.Page.Locator(".hidden-charts button", new() { HasText = "Learning rate" }).ClickAsync();
        await page.DrawnAsync("lr", 3990);
        Assert.Empty(page.Errors);
    }
}
