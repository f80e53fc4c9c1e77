using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Runs;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class RunPageTests : PageTest
{
    private readonly RunDirectory _run;

    public RunPageTests() => _run = Lab.Make();

    [Fact]
    public void A_button_leaves_a_command_and_says_so()
    {
        TestLab.Write(_run, Events.Started(), Events.Metrics(1));
        using var hold = RunLock.Take(_run);
        var actions = Actions();
        actions.Find("#stop").Click();
        Assert.Equal(RunCommandKind.Stop, Assert.Single(RunCommands.Pending(_run)).Kind);
        Assert.Contains("Stopping", actions.Find("#stop").TextContent);
        Assert.True(actions.Find("#stop").HasAttribute("disabled"));
    }

    [Fact]
    public void A_paused_run_can_continue()
    {
        TestLab.Write(_run, Events.Started(), new RunPaused { Time = Events.Day, Step = 3 });
        using var hold = RunLock.Take(_run);
        var actions = Actions();
        Assert.Empty(actions.FindAll("#pause"));
        actions.Find("#continue").Click();
        Assert.Equal(RunCommandKind.Continue, Assert.Single(RunCommands.Pending(_run)).Kind);
    }

    [Fact]
    public void A_paused_run_has_no_time_to_go()
    {
        TestLab.Write(_run, Events.Started(), Events.Metrics(1, ("perf/steps_per_second", 2)), new RunPaused { Time = Events.Day, Step = 1 });
        using var hold = RunLock.Take(_run);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Assert.Equal("paused", Render<Run>(p => p.Add(r => r.Id, _run.Id)).Find("#to-go").TextContent);
    }

    [Fact]
    public void Group_tags_and_note_are_edited_in_the_head()
    {
        new RunLabels { Tags = ["old"] }.Write(_run);
        TestLab.Write(_run, Events.Started());
        Lab.CatchUp();
        var page = Render<Run>(p => p.Add(r => r.Id, _run.Id));
        Edit("group", "seeds of may");
        Edit("note", "looks good");
        Edit("tags", "paper, good, paper");
        page.WaitForAssertion(() => Assert.Equal(["paper", "good"], page.FindAll("#run-tags .tag").Select(t => t.TextContent)));
        Assert.Equal(("seeds of may", "looks good"), (page.Find("#run-group").TextContent, page.Find("#run-note").TextContent));
        var labels = RunLabels.Read(_run);
        Assert.Equal(("seeds of may", "looks good"), (labels.Group, labels.Note));
        Assert.Equal(["paper", "good"], labels.Tags);

        void Edit(string label, string text)
        {
            page.Press($"button[aria-label='Edit {label}']");
            page.WaitForElement($"input[aria-label='{label}']").Input(text);
            page.WaitForElement($"input[aria-label='{label}']").KeyDown("Enter");
            page.WaitForAssertion(() => Assert.Empty(page.FindAll($"input[aria-label='{label}']")));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_lost_run_resumes_only_from_a_checkpoint(bool hasCheckpoint)
    {
        TestLab.Write(_run, Events.Started(), Events.Metrics(1));
        Assert.Equal(!hasCheckpoint, Actions(hasCheckpoint).Find("#resume").HasAttribute("disabled"));
    }

    [Fact]
    public void Raw_and_averaged_weights_stand_side_by_side()
    {
        TestLab.Write(_run, Events.Evaluated(10, "raw", 0.5), Events.Evaluated(10, "ema", 0.75), Events.Evaluated(20, "raw", 0.6));
        Lab.CatchUp();
        var table = Render<RunEvaluations>(p => p.Add(e => e.RunId, Row().Id).Add(e => e.Version, 1));
        var rows = table.FindAll("tbody tr").Select(r => r.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(["20", "–", "60.00"], rows[0][..3]);
        Assert.Equal(["10", "75.00", "%", "50.00", "%", "+25.00"], rows[1][..6]);
    }

    [Fact]
    public void A_run_that_is_not_there_is_said_to_be_absent() =>
        Assert.Contains("no such run", Render<Run>(p => p.Add(r => r.Id, "nothing")).Markup);

    [Fact]
    public void A_failure_is_told_with_all_its_lines_and_leads_to_the_log()
    {
        TestLab.Write(_run, Events.Started(), new RunFailed { Time = Events.Day + 1, Reason = "Unhandled exception\n  at somewhere\nCUDA out of memory\n" });
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var page = Render<Run>(p => p.Add(r => r.Id, _run.Id));
        Assert.Equal("Unhandled exception\n  at somewhere\nCUDA out of memory", page.Find("#failure pre").TextContent);
        Assert.EndsWith("tab=log", page.Find("#failure a").GetAttribute("href"));
        Assert.Empty(page.FindAll("#reason"));
    }

    [Fact]
    public void A_run_that_was_stopped_has_no_failure()
    {
        TestLab.Write(_run, Events.Started(), new RunStopped { Time = Events.Day + 1, Reason = "asked to" });
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var page = Render<Run>(p => p.Add(r => r.Id, _run.Id));
        Assert.Empty(page.FindAll("#failure"));
        Assert.Contains("asked to", page.Find("#reason").TextContent);
    }

    [Fact]
    public void A_step_that_is_no_number_shows_the_last_evaluation()
    {
        TestLab.Write(_run, Events.Evaluated(10, "raw", 0.5), Events.Evaluated(20, "raw", 0.6));
        Lab.CatchUp();
        Services.GetRequiredService<NavigationManager>().NavigateTo($"runs/{_run.Id}?tab=evaluations&step=x");
        Assert.Contains("20", Render<Run>(p => p.Add(r => r.Id, _run.Id)).Find("tr.chosen").TextContent);
        Services.GetRequiredService<NavigationManager>().NavigateTo($"runs/{_run.Id}?tab=evaluations&step=10");
        Assert.Contains("10", Render<Run>(p => p.Add(r => r.Id, _run.Id)).Find("tr.chosen").TextContent);
    }

    [Fact]
    public void A_log_says_how_many_of_its_events_are_shown()
    {
        TestLab.Write(_run, [.. Enumerable.Range(1, 201).Select(s => Events.Evaluated(s, "raw", 0.5))]);
        Lab.CatchUp();
        var log = Render<RunLog>(p => p.Add(l => l.Run, _run).Add(l => l.RunId, Row().Id));
        Assert.Equal("The newest 200 of 201 events are shown.", log.Find("#cut").TextContent);
        Assert.Equal($"runs/{_run.Id}/files/metrics.jsonl", log.Find("#download-events").GetAttribute("href"));
    }

    [Fact]
    public void Files_that_are_not_there_are_not_offered()
    {
        Lab.CatchUp();
        var row = Row();
        Assert.Empty(Render<RunLog>(p => p.Add(l => l.Run, _run).Add(l => l.RunId, row.Id)).FindAll("#download-events"));
        Assert.Single(Render<RunSettings>(p => p.Add(s => s.Run, _run).Add(s => s.Row, row)).FindAll("#download-config"));
        File.Delete(_run.Config);
        Assert.Empty(Render<RunSettings>(p => p.Add(s => s.Run, _run).Add(s => s.Row, row)).FindAll("#download-config"));
    }

    [Fact]
    public void An_imported_run_can_be_deleted_and_nothing_else()
    {
        var run = Lab.Folder.Of("imported");
        Directory.CreateDirectory(run.Root);
        TestLab.Write(run, new RunImported { Time = Events.Day, Name = "python seed 0", Source = "history.csv", Format = "wandb CSV" }, Events.Evaluated(10, "ema", 0.5));
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var page = Render<Run>(p => p.Add(r => r.Id, run.Id));
        Assert.Equal(["delete"], page.FindAll(".actions button, .actions a").Select(b => b.Id));
        page.Press("#delete");
        page.WaitForAssertion(() => Assert.False(Directory.Exists(run.Root)));
        var gone = Assert.Single(Lab.Trash.All);
        Assert.Equal((run.Id, "python seed 0"), (gone.Run, gone.Name));
    }

    private IRenderedComponent<RunActions> Actions(bool canResume = false)
    {
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        return Render<RunActions>(p => p.Add(a => a.Run, _run).Add(a => a.Row, Row()).Add(a => a.Status, Lab.States.Of(_run.Id)).Add(a => a.CanResume, canResume));
    }

    private RunRow Row()
    {
        using var db = Lab.Index.Open();
        return db.Runs.Single();
    }
}
