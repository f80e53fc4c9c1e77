using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Queue;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class QueuePageTests : PageTest
{
    [Fact]
    public void A_lane_shows_what_runs_what_waits_and_what_ended()
    {
        var old = Lab.Make("run-0", TestLab.Config("ended"));
        TestLab.Write(old, Started(), Metrics(1), Finished(100));
        var live = Lab.Make("run-1", TestLab.Config("living"));
        using var hold = RunLock.Take(live);
        TestLab.Write(live, Started(), Metrics(50, ("perf/steps_per_second", 5)));
        Queue("waits", "waits too");
        Look();

        var page = Open();
        var card = page.Find("[data-lane=cpu]");
        Assert.Contains("living", card.QuerySelector(".live")!.TextContent);
        Assert.Equal(["waits", "waits too"], card.QuerySelectorAll(".queued .name").Select(n => n.TextContent));
        Assert.Contains("ended", card.QuerySelector(".recent")!.TextContent);
        Assert.Contains("Memory", card.TextContent);
        Assert.Contains("1 running, 2 queued", page.Markup);
    }

    [Fact]
    public void Buttons_move_hold_and_remove_and_the_file_has_it()
    {
        Queue("a", "b", "c");
        var page = Open();
        page.Press(".queued .down", 0);
        page.WaitForAssertion(() => Assert.Equal(["b", "a", "c"], Names(page)));
        page.Press(".queued .up", 2);
        page.WaitForAssertion(() => Assert.Equal(["b", "c", "a"], Names(page)));
        page.Press(".queued .hold", 0);
        page.Press(".queued .remove", 2);
        page.WaitForAssertion(() => Assert.Equal(["b", "c"], Names(page)));
        page.Press(".hold-lane");
        page.WaitForAssertion(() => Assert.Contains("let it go", page.Find(".hold-lane").TextContent));

        var stored = Lab.NewQueue().Of("cpu");
        Assert.Equal([("b", true), ("c", false)], stored.Entries.Select(e => (e.Name, e.Held)));
        Assert.True(stored.Held);
    }

    [Fact]
    public void A_removal_can_be_taken_back()
    {
        Queue("a", "b", "c");
        var notices = Render<MudBlazor.MudSnackbarProvider>();
        var page = Open();
        page.Press(".queued .remove", 1);
        page.WaitForAssertion(() => Assert.Equal(["a", "c"], Names(page)));
        notices.WaitForAssertion(() => Assert.Contains("Removed b from the queue", notices.Markup));
        notices.FindAll("button").Single(b => b.TextContent.Trim() == "Undo").Click();
        Assert.Equal(["a", "b", "c"], Lab.Queue.Of("cpu").Entries.Select(e => e.Name));
    }

    [Fact]
    public void A_resume_has_its_runs_name_and_leads_to_it()
    {
        var run = Lab.Make("run-7", TestLab.Config("my run"));
        TestLab.Write(run, Started(), Metrics(1), Finished(100));
        Look();
        Lab.Queue.AddResume(Lab.Cpu, run);
        var page = Open();
        Assert.Equal(["resume my run"], Names(page));
        Assert.Equal("runs/run-7", page.Find(".queued .name a").GetAttribute("href"));
    }

    [Fact]
    public void Resumes_of_one_experiment_are_told_apart_by_their_seeds()
    {
        foreach (var seed in new[] { 1, 2 })
        {
            var run = Lab.Make($"run-{seed}", TestLab.Config("my run", seed));
            TestLab.Write(run, Started(), Metrics(1), Finished(100));
            Look();
            Lab.Queue.AddResume(Lab.Cpu, run);
        }

        Assert.Equal(["resume my run, seed 1", "resume my run, seed 2"], Names(Open()));
    }

    [Fact]
    public void The_next_entry_says_when_the_lane_will_be_free()
    {
        var live = Lab.Make("run-1", TestLab.Config("living"));
        using var hold = RunLock.Take(live);
        TestLab.Write(live, Started(), Metrics(50, ("perf/steps_per_second", 5)));
        Queue("held", "next", "later");
        Lab.Queue.Hold(Lab.Queue.Of("cpu").Entries[0].Id, true);
        Look();
        var page = Open();
        var rows = page.FindAll(".queued");
        Assert.Equal([0, 1, 0], rows.Select(r => r.QuerySelectorAll(".wait").Length));
        Assert.Contains("starts in about", rows[1].TextContent);
        Assert.Contains(page.Find(".live .muted").TextContent.Split(' ')[0], rows[1].TextContent);
    }

    [Fact]
    public void What_is_asked_of_a_cluster_stands_in_the_row()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Lab.Data.Root, "queue")).FullName, "slurm-gpu.json"), """{"lane": "slurm-gpu", "entries": [{"id": "x", "run": "run-9", "request": {"ranks": 2, "gpus": 1, "time_limit": "2-00:00", "account": "lab"}}]}""");
        var queue = Lab.NewQueue();
        Services.AddSingleton(queue);
        Services.AddSingleton(Lab.NewBoard(queue));
        Assert.Equal("2 ranks, 1 GPU, time limit 2-00:00, account lab", Open().Find(".queued .request").TextContent);
    }

    [Fact]
    public void What_waits_for_a_device_that_is_gone_is_shown_and_can_be_moved()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(Lab.Data.Root, "queue")).FullName, "gpu-GPU-1.json"), """{"lane": "gpu-GPU-1", "name": "GPU 0: Old", "entries": [{"id": "x", "run": "run-9"}]}""");
        var queue = Lab.NewQueue();
        Services.AddSingleton(queue);
        Services.AddSingleton(Lab.NewBoard(queue));
        var page = Open();
        Assert.Contains("not there now", page.Find("[data-lane=gpu-GPU-1]").TextContent);
        page.Find("[data-lane=gpu-GPU-1] select").Change("cpu");
        page.WaitForAssertion(() => Assert.Equal(["resume run-9"], Names(page)));
        Assert.Empty(page.FindAll("[data-lane=gpu-GPU-1]"));
    }

    [Fact]
    public void An_entry_that_could_not_be_started_says_why_and_leads_to_the_form()
    {
        Queue("broken");
        var begun = Lab.Queue.Begin("cpu")!;
        Lab.Queue.Refuse("cpu", begun, "data_paths: there is no data set at nowhere");
        var page = Open();
        Assert.Contains("there is no data set at nowhere", page.Find(".queued").TextContent);
        Assert.Equal($"new?entry={begun.Id}", page.Find(".queued a").GetAttribute("href"));
    }

    private static string[] Names(IRenderedComponent<Web.Components.Pages.Queue> page) => [.. page.FindAll(".queued .name").Select(n => n.TextContent)];

    private void Queue(params string[] names) => Lab.Queue.Add(Lab.Cpu, [.. names.Select(n => new QueueEntry { Config = TestLab.Config(n) })]);

    private void Look()
    {
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
    }

    private IRenderedComponent<Web.Components.Pages.Queue> Open()
    {
        var page = Render<Web.Components.Pages.Queue>();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".lane")), TimeSpan.FromSeconds(20));
        return page;
    }
}
