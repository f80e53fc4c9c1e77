using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
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
}
