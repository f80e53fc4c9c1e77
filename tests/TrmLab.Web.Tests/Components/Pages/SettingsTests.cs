using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TrmLab.Web.Alerts;
using TrmLab.Web.Components.Layout;
using TrmLab.Web.Components.Settings;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class SettingsTests : PageTest
{
    public SettingsTests()
    {
        Services.AddSingleton(new DatasetJobs(Lab.Data));
        Services.AddSingleton(p => new SpentFiles(Lab.Data, p.GetRequiredService<DatasetJobs>()));
        Services.AddSingleton(new AlertLog(Lab.Data, NullLogger<AlertLog>.Instance));
        Services.AddSingleton(new WebhookClient(Lab.Settings));
        Services.AddSingleton(p => new WebhookSender(p.GetRequiredService<AlertLog>(), p.GetRequiredService<WebhookClient>(), Lab.Settings, NullLogger<WebhookSender>.Instance));
    }

    [Fact]
    public void A_threshold_is_saved_as_it_is_changed_and_a_mistake_is_kept_with_its_reason()
    {
        var page = Render<Web.Components.Settings.AlertSettings>();
        page.Find("#alert_below_best_points").Change("2.5");
        page.Find("#alert_non_finite").Change(false);
        page.Find("#alert_disk_gigabytes").Change("-3");
        page.Find("#webhook_url").Change("file:///etc/passwd");
        Assert.Contains("between 0", page.Find("#alert_disk_gigabytes-hint").TextContent);
        Assert.Equal("-3", page.Find("#alert_disk_gigabytes").GetAttribute("value"));
        Assert.Contains("https://example.org/hook", page.Find("#webhook_url-hint").TextContent);

        var stored = new SettingsFile(Lab.Data, NullLogger<SettingsFile>.Instance).Current;
        Assert.Equal((2.5, false, 5, ""), (stored.AlertBelowBestPoints, stored.AlertNonFinite, stored.AlertDiskGigabytes, stored.WebhookUrl));
    }

    [Fact]
    public void The_webhooks_test_says_what_came_of_it()
    {
        Lab.Settings.Save(Lab.Settings.Current with { WebhookUrl = "http://127.0.0.1:9/hook" });
        var page = Render<Web.Components.Settings.AlertSettings>();
        page.Press("#webhook-test");
        page.WaitForAssertion(() => Assert.Contains("this machine or its networks", page.Find("#webhook-result").TextContent), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void The_trash_is_listed_restored_and_emptied_after_a_second_click()
    {
        foreach (var id in new[] { "run-1", "run-2" })
        {
            var run = Lab.Make(id);
            TestLab.Write(run, Started(), Finished(1));
            Lab.CatchUp();
            Lab.Trash.Put(run);
        }

        var page = Render<TrashSettings>();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".restore").Count));
        page.Press(".restore", 0);
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".restore")));
        page.Press("#empty-trash");
        Assert.Single(Lab.Trash.All);
        page.Press("#empty-trash-sure");
        page.WaitForAssertion(() => Assert.Contains("The trash is empty", page.Markup));
        Assert.Single(Lab.Folder.All());
    }

    [Fact]
    public void All_that_grows_in_the_data_folder_is_counted()
    {
        var files = new[] { "checkpoints/mine/raw.safetensors", "trash-checkpoints/runs/r/checkpoints/c/raw.safetensors", "downloads/set/train.csv", "uploads/0/file" };
        for (var i = 0; i < files.Length; i++)
        {
            var path = Path.Combine(Lab.Data.Root, files[i]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, new byte[i + 1]);
        }

        var page = Render<StorageSettings>();
        page.WaitForAssertion(() => Assert.DoesNotContain("counting", page.Markup));
        Assert.Equal(
            ["1 B", "2 B", "3 B", "4 B"],
            new[] { "Imported checkpoints", "Checkpoint trash", "Downloads", "Uploads" }.Select(name => page.Find($"[data-use='{name}']").TextContent));
        Assert.Contains(Lab.Data.Database, page.Markup);
    }

    [Fact]
    public void Downloads_and_uploads_are_cleared_after_a_second_click_but_for_what_a_job_needs()
    {
        string[] files = ["downloads/sudoku-extreme/train.csv", "downloads/maze-hard/train.csv", "uploads/old/file", "uploads/needed/file", "uploads/new/file"];
        foreach (var file in files)
        {
            var path = Path.Combine(Lab.Data.Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, "x");
            if (!file.Contains("new", StringComparison.Ordinal)) Directory.SetLastWriteTimeUtc(Path.GetDirectoryName(path)!, DateTime.UtcNow.AddHours(-2));
        }

        var jobs = Services.GetRequiredService<DatasetJobs>();
        jobs.Add(new PublishedJob { Name = "maze-30x30-hard-1k" });
        jobs.Add(new BuildSudokuJob { Name = "mine", TrainCsv = Path.Combine(Lab.Data.Root, "uploads", "needed", "file") });
        var page = Render<StorageSettings>();
        foreach (var part in new[] { "Downloads", "Uploads" })
        {
            page.Press($"[data-clear={part}]");
            page.Press(".clear-sure");
            page.WaitForAssertion(() => Assert.Single(page.FindAll($"[data-clear={part}]")));
        }

        Assert.Equal(["downloads/maze-hard/train.csv", "uploads/needed/file", "uploads/new/file"], files.Where(f => File.Exists(Path.Combine(Lab.Data.Root, f))));
    }

    [Fact]
    public void An_index_in_PostgreSQL_is_named_and_no_file_of_SQLite()
    {
        var data = Lab.Data with { Index = "Host=nowhere.example;Database=lab;Username=me" };
        using var index = new Web.Store.RunIndex(data, NullLogger<Web.Store.RunIndex>.Instance);
        Services.AddSingleton(data);
        Services.AddSingleton(index);
        var page = Render<StorageSettings>();
        Assert.Contains("nowhere.example/lab", page.Markup);
        Assert.DoesNotContain(data.Database, page.Markup);
    }

    [Fact]
    public void The_index_is_built_anew()
    {
        var before = Lab.Index.Generation;
        var page = Render<StorageSettings>();
        page.WaitForAssertion(() => Assert.DoesNotContain("counting", page.Markup));
        page.Press("#reindex");
        page.WaitForAssertion(() => Assert.Equal(before + 1, Lab.Index.Generation));
    }

    [Fact]
    public void The_bell_counts_what_nobody_has_seen()
    {
        var log = Services.GetRequiredService<AlertLog>();
        log.Raise(new Alert { Key = "1", Kind = AlertKind.RunLost, Run = "run-1", Name = "my run", Text = "lost at step 3" });
        SetRendererInfo(new Microsoft.AspNetCore.Components.RendererInfo("Server", true));
        var bell = Render<AlertBell>();
        Assert.Equal("1", bell.Find(".bell-count").TextContent);
        log.Raise(new Alert { Key = "2", Kind = AlertKind.NonFinite, Text = "NaN" });
        bell.WaitForAssertion(() => Assert.Equal("2", bell.Find(".bell-count").TextContent));
        bell.Find("#bell").Click();
        Assert.Equal(2, bell.FindAll(".bell-item").Count);
        Assert.Equal("runs/run-1", bell.Find(".bell-item a").GetAttribute("href"));
        bell.Find(".bell-back").Click();
        Assert.Empty(bell.FindAll(".bell-count"));
        Assert.All(log.All, a => Assert.True(a.Read));
    }
}
