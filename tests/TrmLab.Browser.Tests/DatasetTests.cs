using Microsoft.Playwright;
using TrmLab.Browser.Tests.Support;

namespace TrmLab.Browser.Tests;

/// <summary>Data sets made, watched and browsed in a real browser.</summary>
[Collection("browser")]
public sealed class DatasetTests(Chromium chromium)
{
    private const string ArcTask = """{"train":[{"input":[[1,2,0],[3,4,5]],"output":[[6,7],[8,9]]}],"test":[{"input":[[5,6],[7,8]],"output":[[5,5],[7,8]]}]}""";

    [Fact]
    public async Task A_small_Sudoku_set_is_generated_watched_and_browsed()
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/datasets");
        await Assertions.Expect(page.Page.Locator("#here")).ToContainTextAsync("d0ac173bcb9e", new() { Timeout = 60_000 });
        await page.Page.ClickAsync("text=New data set");
        await FillAsync(page, ("name", "mine"), ("train_count", "12"), ("test_count", "4"));
        await page.Page.SelectOptionAsync("#field-size", "6");
        await page.PictureAsync("dataset-new");
        await page.Page.ClickAsync("#start");
        await Assertions.Expect(page.Page.Locator("#jobs")).ToContainTextAsync("Generate 16 Sudoku 6x6: mine");
        await page.Page.Locator(".job[data-state=Done]").WaitForAsync();
        await page.PictureAsync("datasets");
        await page.Page.ReloadAsync();
        await page.Page.ClickAsync(".job a");
        await Assertions.Expect(page.Page.Locator("h1")).ToHaveTextAsync("datasets/mine");
        await Assertions.Expect(page.Page.Locator(".question-answer .puzzle-thick")).ToHaveCountAsync(2);
        await page.Page.ClickAsync(".sample");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Page.Locator("#index")).ToHaveValueAsync("1");
        Assert.EndsWith("split=test&i=1", page.Page.Url);
        await page.Page.FocusAsync("#index");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await page.Page.ClickAsync(".sample-facts");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        await Assertions.Expect(page.Page.Locator("#index")).ToHaveValueAsync("2");
        await page.PictureAsync("dataset-sudoku");
        Assert.Empty(page.Errors);
    }

    [Fact]
    public async Task A_long_job_outlives_its_page_and_can_be_cancelled()
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/datasets/new?kind=generate-maze&set=name%3Dlong&set=size%3D30&set=train_count%3D500000", ColorScheme.Dark);
        await page.PictureAsync("dataset-new-dark");
        await page.Page.ClickAsync("#start");
        var running = page.Page.Locator(".job[data-state=Running]");
        await Assertions.Expect(running).ToContainTextAsync("/ 500,000");
        await page.Page.ReloadAsync();
        await Assertions.Expect(running).ToContainTextAsync("/ 500,000");
        await page.PictureAsync("datasets-dark");
        await running.GetByText("Cancel").ClickAsync();
        await page.Page.Locator(".job[data-state=Cancelled]").WaitForAsync();
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(lab.Root, "datasets")));
    }

    [Fact]
    public async Task Uploaded_tasks_and_mazes_are_drawn_and_a_bad_file_is_told_by_its_place()
    {
        await using var lab = await Dashboard.StartAsync("");
        await using var page = await chromium.OpenAsync(lab.Url + "/datasets/new?kind=arc-json&set=name%3Darc&set=augment%3D3", ColorScheme.Dark);
        await UploadAsync(page, 0, ("one.json", ArcTask));
        await page.Page.ClickAsync("#start");
        await page.Page.Locator(".job[data-state=Done] a").ClickAsync();
        await Assertions.Expect(page.Page.Locator(".arc-pair svg")).ToHaveCountAsync(2);
        await page.GoToAsync(lab.Url + "/datasets/datasets/arc?split=train&digits=true");
        await page.Page.Locator(".arc-digit").First.WaitForAsync();
        await page.PictureAsync("dataset-arc-dark");

        await page.GoToAsync(lab.Url + "/datasets/new?kind=maze-csv&set=name%3Dmaze");
        await UploadAsync(page, 0, ("maze.csv", "question,answer\nS  ## #G         ,Soo##o#G oo      "));
        await page.Page.ClickAsync("#start");
        await Assertions.Expect(page.Page.Locator(".job[data-state=Failed] .field-error")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^maze.csv line 2: "));
        await page.PictureAsync("datasets-error-dark");
        Assert.Empty(page.Errors);
    }

    private static async Task FillAsync(LabPage page, params (string Field, string Text)[] values)
    {
        foreach (var (field, text) in values)
        {
            await page.Page.FillAsync("#field-" + field, text);
            await page.Page.PressAsync("#field-" + field, "Tab");
            await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"{field}%3D{text}(&|$)"));
        }
    }

    private static async Task UploadAsync(LabPage page, int field, params (string Name, string Text)[] files)
    {
        await page.Page.Locator(".upload input").Nth(field).SetInputFilesAsync(files.Select(f => new FilePayload { Name = f.Name, MimeType = "text/plain", Buffer = System.Text.Encoding.UTF8.GetBytes(f.Text) }));
        await Assertions.Expect(page.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("uploads"));
    }
}
