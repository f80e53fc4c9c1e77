using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;

namespace TrmLab.Browser.Tests;

/// <summary>Queues in a real browser, with a dashboard that is reloaded and killed in the middle.</summary>
[Collection("browser")]
public sealed class QueueTests(Chromium chromium)
{
    private const string Form = "/new?preset=sudoku-4x4-demo&set=run_name%3D";

    [Fact]
    public async Task Launch_queue_two_reorder_stop_and_resume_with_a_reload_in_the_middle()
    {
        await using var lab = await Dashboard.StartAsync("steps=20000;rate=20;evaluate=20");
        await using var page = await chromium.OpenAsync(lab.Url + Form + "first");
        await page.Page.ClickAsync("#start");
        await page.DrawnAsync("lm_loss", 20);
        var first = page.Page.Url;

        foreach (var name in new[] { "second", "third" })
        {
            await page.GoToAsync(lab.Url + Form + name);
            await Assertions.Expect(page.Page.Locator("[data-lane=cpu]")).ToContainTextAsync("trains first", new() { Timeout = 20_000 });
            await page.Page.ClickAsync("#queue");
            await Assertions.Expect(page.Page.Locator(".mud-snackbar")).ToContainTextAsync($"Queued {name}");
        }

        await page.PictureAsync("new-run-busy");
        await page.GoToAsync(lab.Url + "/queue");
        var queued = page.Page.Locator(".queued > .name:first-of-type, .queued .name[title]");
        await Assertions.Expect(queued).ToHaveTextAsync(["second", "third"]);
        await page.Page.ClickAsync(".queued:has-text('second') .down");
        await Assertions.Expect(queued).ToHaveTextAsync(["third", "second"]);
        await page.Page.ReloadAsync();
        await page.InteractiveAsync();
        await Assertions.Expect(queued).ToHaveTextAsync(["third", "second"]);
        await page.PictureAsync("queue");

        await page.GoToAsync(first);
        await page.Page.ClickAsync("#stop");
        await Assertions.Expect(page.Page.Locator(".page-head .state")).ToHaveTextAsync("Stopped", new() { Timeout = 30_000 });
        await page.GoToAsync(lab.Url + "/queue");
        await Assertions.Expect(page.Page.Locator(".live .name")).ToHaveTextAsync("third", new() { Timeout = 30_000 });
        await Assertions.Expect(page.Page.Locator(".recent .name")).ToHaveTextAsync("first", new() { Timeout = 30_000 });

        await page.GoToAsync(first);
        await page.Page.ClickAsync("#resume");
        var stoppedAt = Events(lab, "first").OfType<RunStopped>().Single().Step;
        await page.DrawnAsync("lm_loss", stoppedAt + 30, seconds: 60);
        var (steps, _) = await page.CurveAsync("lm_loss");
        Assert.Equal(Enumerable.Range(1, steps.Length).Select(s => (double)s), steps);
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task Dragging_an_entry_onto_another_puts_it_there()
    {
        await using var lab = await Dashboard.StartAsync("steps=20000;rate=5");
        await using var page = await chromium.OpenAsync(lab.Url + Form + "base");
        await page.Page.ClickAsync("#start");
        await page.Page.WaitForURLAsync("**/runs/*");
        await page.GoToAsync(lab.Url + Form + "base");
        await page.Page.ClickAsync("#queue-seeds");
        await page.GoToAsync(lab.Url + "/queue");
        var queued = page.Page.Locator(".queued .name:first-of-type");
        await Assertions.Expect(page.Page.Locator(".queued")).ToHaveCountAsync(3);
        await page.Page.DragAndDropAsync(".queued:has-text('seed=2')", ".queued:has-text('seed=0')");
        await Assertions.Expect(page.Page.Locator(".queued").First).ToContainTextAsync("seed=2");
        await page.Page.ClickAsync(".queued:has-text('seed=0') .hold");
        await Assertions.Expect(page.Page.Locator(".queued:has-text('seed=0')")).ToContainTextAsync("Held");
        await page.Page.ClickAsync(".queued:has-text('seed=1') .remove");
        await Assertions.Expect(page.Page.Locator(".queued")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task A_dashboard_that_is_killed_again_and_again_starts_every_queued_run_exactly_once()
    {
        await using var lab = await Dashboard.StartAsync("steps=20;rate=30");
        await using (var page = await chromium.OpenAsync(lab.Url + Form + "killed"))
        {
            await page.Page.FillAsync("#seeds", "10");
            await page.Page.PressAsync("#seeds", "Tab");
            await page.Page.ClickAsync("#queue-seeds");
            await Assertions.Expect(page.Page.Locator(".mud-snackbar")).ToContainTextAsync("Queued 10 runs");
        }

        for (var kill = 0; kill < 4; kill++)
        {
            await Task.Delay(300 + (kill * 450));
            await lab.KillAndRestartAsync(TimeSpan.FromMilliseconds(200));
        }

        for (var i = 0; i < 240 && !(Runs(lab).Length == 10 && Runs(lab).All(r => Log(r).LastOrDefault() is RunFinished)); i++) await Task.Delay(500);
        await Task.Delay(2000);
        var runs = Runs(lab);
        Assert.Equal(Enumerable.Range(0, 10), runs.Select(r => ConfigJson.ReadFile(r.Config).Seed).Order());
        Assert.All(runs, run =>
        {
            Assert.Single(Log(run).OfType<RunStarted>());
            Assert.Equal(Enumerable.Range(1, 20).Select(s => (long)s), Log(run).OfType<MetricsLogged>().Select(m => m.Step));
        });
    }

    [Fact]
    public async Task A_deleted_run_comes_back_by_undo()
    {
        await using var lab = await Dashboard.StartAsync("steps=40;rate=0");
        await using var page = await chromium.OpenAsync(lab.Url + Form + "dear");
        await page.Page.ClickAsync("#start");
        await page.DrawnAsync("lm_loss", 40);
        var address = page.Page.Url;
        await page.Page.ClickAsync("#delete");
        await Assertions.Expect(page.Page.Locator(".mud-snackbar").Last).ToContainTextAsync("in the trash");
        Assert.Empty(Runs(lab));
        await page.Page.ClickAsync(".mud-snackbar button:has-text('Undo')");
        await page.Page.WaitForURLAsync(address + "*");
        await page.DrawnAsync("lm_loss", 40);
        Assert.Single(Runs(lab));
    }

    private static RunDirectory[] Runs(Dashboard lab) => [.. Directory.GetDirectories(Path.Combine(lab.Root, "runs")).Select(RunDirectory.At).Where(r => File.Exists(r.Config))];

    private static RunEvent[] Log(RunDirectory run) => [.. RunLogReader.Read(run.Log).Select(l => l.Event).OfType<RunEvent>()];

    private static RunEvent[] Events(Dashboard lab, string name) => Log(Runs(lab).Single(r => ConfigJson.ReadFile(r.Config).Name == name));
}
