using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Components.RunTable;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

[Collection("FAKE_TRAINER")]
public sealed class RunsPageTests : PageTest
{
    [Fact]
    public void Without_runs_there_is_one_button_that_starts_the_demo_and_shows_it()
    {
        Environment.SetEnvironmentVariable("FAKE_TRAINER", "steps=5;rate=0");
        var page = Render<Runs>();
        page.Press("#demo");
        page.WaitForAssertion(() => Assert.Matches("runs/\\d{8}-", Services.GetRequiredService<NavigationManager>().Uri), TimeSpan.FromSeconds(20));
        var run = Assert.Single(Lab.Folder.All());
        Assert.Equal("Demo: 4x4 Sudoku", Core.Configuration.ConfigJson.ReadFile(run.Config).Name);
        SpinWait.SpinUntil(() => File.Exists(run.Log) && File.ReadAllText(run.Log).Contains("finished"), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_failed_run_says_why_in_its_row()
    {
        var run = Lab.Make();
        TestLab.Write(run, Events.Started(), new RunFailed { Time = Events.Day + 1, Reason = "CUDA out of memory" });
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var page = Render<Runs>();
        page.WaitForAssertion(() => Assert.Contains("CUDA out of memory", page.Find(".runs-table").TextContent));
    }

    [Fact]
    public void The_address_filters()
    {
        Lab.Make("run-1", TestLab.Config("apples"));
        Lab.Make("run-2", TestLab.Config("pears"));
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?q=pear");
        var page = Render<Runs>();
        page.WaitForAssertion(() => Assert.Contains("1 of 2 runs", page.Markup));
    }

    [Fact]
    public void Tags_and_notes_are_edited_in_place_and_lie_beside_the_run()
    {
        var run = Lab.Make();
        Lab.CatchUp();
        var page = Render<Runs>();
        page.Press("button[aria-label='Edit tags']");
        page.WaitForElement("input[aria-label='tags']").Input("paper, good, paper");
        page.WaitForElement("input[aria-label='tags']").KeyDown("Enter");
        page.WaitForAssertion(() => Assert.Equal(["paper", "good"], page.FindAll(".tag").Select(t => t.TextContent)));
        Assert.Equal(["paper", "good"], RunLabels.Read(run).Tags);

        page.Press("button[aria-label='Edit note']");
        page.WaitForElement("input[aria-label='note']").Input("never mind");
        page.WaitForElement("input[aria-label='note']").KeyDown("Escape");
        Assert.Equal("", RunLabels.Read(run).Note);

        page.Press(".tag");
        Assert.EndsWith("?tag=paper", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void Selected_runs_are_tagged_together()
    {
        RunDirectory[] runs = [Lab.Make("run-1"), Lab.Make("run-2"), Lab.Make("run-3")];
        new RunLabels { Tags = ["old"], Note = "kept" }.Write(runs[0]);
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1,run-2");
        var page = Render<Runs>();
        page.WaitForElement(".tag-selected input").Input("paper, old");
        page.WaitForElement(".tag-selected").Submit();
        page.WaitForAssertion(() => Assert.Equal(4, page.FindAll(".tag").Count));
        Assert.Equal(["old", "paper"], RunLabels.Read(runs[0]).Tags);
        Assert.Equal("kept", RunLabels.Read(runs[0]).Note);
        Assert.Equal(["paper", "old"], RunLabels.Read(runs[1]).Tags);
        Assert.Empty(RunLabels.Read(runs[2]).Tags);

        page.WaitForElement(".tag-selected input").Input("old");
        page.Press("#untag");
        page.WaitForAssertion(() => Assert.Equal(["paper", "paper"], page.FindAll(".tag").Select(t => t.TextContent)));
        Assert.Equal(["paper"], RunLabels.Read(runs[0]).Tags);
    }

    [Fact]
    public void Selected_runs_become_a_group_and_leave_it_together()
    {
        RunDirectory[] runs = [Lab.Make("run-1"), Lab.Make("run-2"), Lab.Make("run-3")];
        new RunLabels { Tags = ["old"] }.Write(runs[0]);
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1,run-2");
        var page = Render<Runs>();
        page.WaitForElement("#group-selected input").Input(" seeds, may ");
        page.WaitForElement("#group-selected").Submit();
        page.WaitForElement("#ungroup");
        Assert.Equal(["seeds, may", "seeds, may", ""], runs.Select(r => RunLabels.Read(r).Group));
        Assert.Equal(["old"], RunLabels.Read(runs[0]).Tags);
        page.Press("#ungroup");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#ungroup")));
        Assert.All(runs, r => Assert.Equal("", RunLabels.Read(r).Group));
    }

    [Fact]
    public void Selected_runs_are_in_the_address_and_in_the_link_to_compare()
    {
        Lab.Make("run-1");
        Lab.Make("run-2");
        Lab.CatchUp();
        var page = Render<Runs>();
        page.WaitForElement("td.pick input").Change(true);
        page.WaitForAssertion(() => Assert.Equal("Compare 1", page.Find("#compare").TextContent));
        page.FindAll("td.pick input")[1].Change(true);
        page.WaitForAssertion(() => Assert.Equal("compare?runs=run-2,run-1", page.Find("#compare").GetAttribute("href")));
        Assert.Contains("sel=run-2", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void A_field_of_the_configuration_can_be_a_column()
    {
        Lab.Make("run-1", TestLab.Config() with { LearningRate = 0.25 });
        Lab.CatchUp();
        var page = Render<Runs>();
        page.WaitForElement("#add-column").Change("lrr");
        page.WaitForAssertion(() => Assert.Contains("did you mean lr?", page.Markup));
        page.Find("#add-column").Change("lr");
        page.WaitForAssertion(() => Assert.Contains("0.25", page.Find("tbody").TextContent));
        Assert.Contains("cols=c.lr", Services.GetRequiredService<NavigationManager>().Uri);
    }

    [Fact]
    public void A_group_is_opened_by_a_button_that_says_whether_it_is_open()
    {
        new RunLabels { Group = "seeds, 2026-01-02 03:04:05" }.Write(Lab.Make("run-1"));
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?group=label");
        var page = Render<Runs>();
        page.Press("button.twist[aria-expanded=false]");
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tr.member")));
        page.Press("button.twist[aria-expanded=true]");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("tr.member")));
    }

    [Fact]
    public async Task Selected_runs_are_deleted_together_but_for_one_at_work_and_can_be_had_back()
    {
        RunDirectory[] runs = [Lab.Make("run-1"), Lab.Make("run-2", TestLab.Config("<s>busy</s>")), Lab.Make("run-3"), Lab.Make("run-4")];
        TestLab.Write(runs[1], Events.Started(), Events.Metrics(1));
        using var hold = RunLock.Take(runs[1]);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1,run-2,run-3");
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<Runs>();
        page.Press("#delete-selected");
        messages.WaitForAssertion(() => Assert.Contains("Deleted 2 runs", messages.Markup));
        Assert.Contains(messages.FindAll(".mud-snackbar"), m => m.TextContent.Contains("Not deleted: <s>busy</s> (run run-2 is at work; stop it first)", StringComparison.Ordinal));
        Assert.Equal(["run-2", "run-4"], Lab.Folder.All().Select(r => r.Id).Order());
        Assert.EndsWith("?sel=run-2", Services.GetRequiredService<NavigationManager>().Uri);

        await messages.InvokeAsync(() => messages.FindAll("button").Single(b => b.TextContent.Trim() == "Undo").Click());
        Assert.Equal(4, Lab.Folder.All().Count);
        Assert.Empty(Lab.Trash.All);
    }

    [Fact]
    public void One_selected_run_can_be_cloned_and_resumed_from_a_checkpoint_only()
    {
        var run = Lab.Make("run-1");
        TestLab.Write(run, Events.Started(), new RunFailed { Time = Events.Day + 1, Reason = "out of memory" });
        Lab.Make("run-2");
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1");
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<Runs>();
        Assert.Equal("new?from=run-1", page.WaitForElement("#clone-selected").GetAttribute("href"));
        page.Press("#resume-selected");
        messages.WaitForAssertion(() => Assert.Contains("no checkpoint", messages.Markup));

        page.FindAll("td.pick input")[0].Change(true);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#clone-selected, #resume-selected")));
    }

    [Fact]
    public void Selected_runs_are_archived_out_of_the_table_and_taken_back_by_the_filter_that_shows_them()
    {
        RunDirectory[] runs = [Lab.Make("run-1", TestLab.Config("apples")), Lab.Make("run-2", TestLab.Config("pears"))];
        new RunLabels { Note = "kept" }.Write(runs[0]);
        Lab.CatchUp();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("runs?sel=run-1");
        var page = Render<Runs>();
        page.Press("#archive-selected");
        page.WaitForAssertion(() => Assert.Contains("1 of 2 runs", page.Markup));
        Assert.DoesNotContain("apples", page.Find("tbody").TextContent);
        Assert.EndsWith("/runs", navigation.Uri);
        Assert.Equal((true, "kept"), (RunLabels.Read(runs[0]).IsArchived, RunLabels.Read(runs[0]).Note));

        page.InvokeAsync(() => page.FindAll("button").Single(b => b.TextContent == "Archived 1").Click());
        page.WaitForAssertion(() => Assert.Contains("apples", page.Find("tbody").TextContent));
        Assert.DoesNotContain("pears", page.Find("tbody").TextContent);
        Assert.EndsWith("?archived=1", navigation.Uri);

        page.Tick("td.pick input", true);
        page.Press("#unarchive-selected");
        page.WaitForAssertion(() => Assert.False(RunLabels.Read(runs[0]).IsArchived));
    }

    [Fact]
    public void The_box_at_the_head_selects_the_runs_that_are_shown_and_clears_them()
    {
        for (var i = 0; i < 3; i++) Lab.Make($"run-{i}", TestLab.Config(i == 0 ? "apples" : "pears"));
        Lab.CatchUp();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("runs?q=pears&sel=run-0");
        var page = Render<Runs>();
        page.Tick("#pick-all", true);
        page.WaitForAssertion(() => Assert.Equal("Compare 3", page.Find("#compare").TextContent));
        Assert.Equal("Select the runs that are shown", page.Find("#pick-all").GetAttribute("aria-label"));
        Assert.True(page.Find("#pick-all").HasAttribute("checked"));
        page.Tick("#pick-all", false);
        page.WaitForAssertion(() => Assert.EndsWith("sel=run-0", navigation.Uri));
    }

    [Fact]
    public void At_most_fifty_runs_are_selected_at_once_and_a_notice_says_so()
    {
        for (var i = 0; i < 52; i++) Lab.Make($"run-{i:00}");
        Lab.CatchUp();
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<Runs>();
        page.Tick("#pick-all", true);
        page.WaitForAssertion(() => Assert.Equal("Compare 50", page.Find("#compare").TextContent));
        messages.WaitForAssertion(() => Assert.Contains("The first 50 of 52 runs are selected", messages.Markup));
        page.Tick("#pick-all", false);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#compare")));
    }

    [Fact]
    public void Of_the_selected_runs_those_at_work_are_stopped_and_those_that_ended_with_a_checkpoint_are_queued()
    {
        RunDirectory[] runs = [Lab.Make("run-1"), Lab.Make("run-2"), Lab.Make("run-3"), Lab.Make("run-4")];
        TestLab.Write(runs[0], Events.Started(), Events.Metrics(1));
        TestLab.Write(runs[1], Events.Started(), Events.Saved(10), new RunFailed { Time = Events.Day + 11_000, Reason = "out of memory" });
        TestLab.Write(runs[2], Events.Started(), new RunFailed { Time = Events.Day + 1000, Reason = "out of memory" });
        TestLab.Write(runs[3], Events.Started(), Events.Saved(10), Events.Finished(100));
        using var hold = RunLock.Take(runs[0]);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1,run-2,run-3,run-4");
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<Runs>();
        Assert.Equal("Queue resume of 1", page.WaitForElement("#queue-selected").TextContent);
        page.Press("#queue-selected");
        messages.WaitForAssertion(() => Assert.Contains("Queued 1", messages.Markup));
        Assert.Equal("run-2", Assert.Single(Lab.Queue.Of("cpu").Entries).Run);
        page.Press("#queue-selected");
        messages.WaitForAssertion(() => Assert.Contains("Not queued: test (run run-2 is in a queue already)", messages.Markup));

        Assert.Equal("Stop 1", page.Find("#stop-selected").TextContent);
        page.Press("#stop-selected");
        page.WaitForAssertion(() => Assert.Equal(RunCommandKind.Stop, Assert.Single(RunCommands.Pending(runs[0])).Kind));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("#stop-selected")), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void A_run_that_cannot_be_asked_to_stop_keeps_no_other_from_it()
    {
        RunDirectory[] runs = [Lab.Make("run-1"), Lab.Make("run-2"), Lab.Make("run-3")];
        foreach (var run in runs) TestLab.Write(run, Events.Started(), Events.Metrics(1));
        using var first = RunLock.Take(runs[0]);
        using var second = RunLock.Take(runs[1]);
        using var third = RunLock.Take(runs[2]);
        // A file where the folder of commands belongs.
        File.WriteAllText(runs[1].Commands, "");
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Services.GetRequiredService<NavigationManager>().NavigateTo("runs?sel=run-1,run-2,run-3");
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<Runs>();
        page.Press("#stop-selected");
        messages.WaitForAssertion(() => Assert.Contains("Asked 2 to stop", messages.Markup), Patience.Limit);
        messages.WaitForAssertion(() => Assert.Contains("Not stopped: test (It could not be done", messages.Markup), Patience.Limit);
    }

    [Fact]
    public void A_chosen_state_can_be_switched_off_where_no_run_has_it()
    {
        var query = RunListQuery.Default with { Phases = ["Running"] };
        var filters = Render<RunFilters>(p => p.Add(f => f.Query, query).Add(f => f.Changed, changed => query = changed));
        var chip = filters.Find("button.active");
        Assert.Equal("Running 0", chip.TextContent);
        chip.Click();
        Assert.Empty(query.Phases);
    }
}
