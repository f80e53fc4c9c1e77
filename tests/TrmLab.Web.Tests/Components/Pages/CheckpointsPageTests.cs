using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Checkpoints;
using TrmLab.Web.Components.Pages;
using TrmLab.Web.Jobs;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Pages;

public sealed class CheckpointsPageTests : PageTest
{
    private readonly RunDirectory _run;

    public CheckpointsPageTests()
    {
        Services.AddSingleton<CheckpointInventory>();
        Services.AddSingleton<CheckpointVerification>();
        Services.AddSingleton<CheckpointTrash>();
        Services.AddSingleton<DatasetJobs>();
        Services.AddSingleton<Uploads>();
        _run = EvaluatedRuns.Finished(Lab, "run-1", TestLab.Config(), null);
        foreach (var step in new[] { 10, 20, 30 }) Write(step);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
    }

    [Fact]
    public async Task The_rule_moves_all_but_the_newest_and_the_pinned_to_the_trash_and_they_can_come_back()
    {
        CheckpointPin.Set(Path.Combine(_run.Checkpoints, CheckpointDirectory.NameOf(10)), true);
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".checkpoints-table tbody tr").Count > 0);
        page.Find(".small-number").Input("1");
        page.WaitForAssertion(() => Assert.Contains("Move 1 to the trash", page.Find("#apply-rule").TextContent));
        page.Press("#apply-rule");
        page.WaitForAssertion(() => Assert.Equal([30L, 10L], CheckpointDirectory.List(_run.Checkpoints).Select(c => c.Step)));
        page.WaitForAssertion(() => Assert.Contains("step_000000020", page.Find("#rule").TextContent));
        await page.InvokeAsync(() => page.FindAll("#rule button").First(b => b.TextContent == "Put back").Click());
        page.WaitForAssertion(() => Assert.Equal([30L, 20L, 10L], CheckpointDirectory.List(_run.Checkpoints).Select(c => c.Step)));
    }

    [Fact]
    public void A_checkpoint_that_a_run_writes_shows_without_a_job()
    {
        var page = Render<CheckpointsPage>();
        page.WaitForAssertion(() => Assert.Contains("3 of 3", page.Markup), Patience.Limit);
        Write(40);
        Lab.Feed.Changed("run-1");
        page.WaitForAssertion(() => Assert.Contains("4 of 4", page.Markup), Patience.Limit);
    }

    [Fact]
    public void What_was_pinned_since_the_page_was_drawn_is_not_deleted()
    {
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".checkpoints-table tbody tr").Count > 0);
        page.Find(".small-number").Input("1");
        page.WaitForAssertion(() => Assert.Contains("Move 2 to the trash", page.Find("#apply-rule").TextContent));
        CheckpointPin.Set(Path.Combine(_run.Checkpoints, CheckpointDirectory.NameOf(10)), true);
        page.Press("#apply-rule");
        messages.WaitForAssertion(() => Assert.Contains("pinned", messages.Markup), Patience.Limit);
        Assert.Contains(CheckpointDirectory.List(_run.Checkpoints), c => c.Step == 10);
    }

    [Fact]
    public void Columns_sort_and_the_address_says_by_which()
    {
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("checkpoints");
        var page = Render<CheckpointsPage>();
        page.WaitForAssertion(() => Assert.Equal(["30", "20", "10"], Steps()), Patience.Limit);
        Sort("Step");
        page.WaitForAssertion(() => Assert.EndsWith("checkpoints?sort=-step", navigation.Uri), Patience.Limit);
        Sort("Step ↓");
        page.WaitForAssertion(() => Assert.Equal(["10", "20", "30"], Steps()), Patience.Limit);
        Assert.EndsWith("checkpoints?sort=step", navigation.Uri);
        Assert.Equal("ascending", page.FindAll("th").Single(h => h.TextContent.Contains("Step", StringComparison.Ordinal)).GetAttribute("aria-sort"));

        string[] Steps() => [.. page.FindAll(".checkpoints-table tbody tr td:nth-child(2)").Select(c => c.TextContent)];
        void Sort(string title) => page.InvokeAsync(() => page.FindAll("th button").Single(b => b.TextContent == title).Click());
    }

    [Fact]
    public void Those_without_the_value_come_last_whichever_way()
    {
        StoredCheckpoint Of(string key, double? exact) => new(key, key, null, key, 1, CheckpointManifest.For(1, new ModelShape(new ArchConfig(), 16, 6, 1)) with
        {
            Metrics = exact is { } e ? new Dictionary<string, double> { ["ema/all/exact_accuracy"] = e } : new Dictionary<string, double>(),
        }, null, 0);
        StoredCheckpoint[] all = [Of("none", null), Of("high", 0.9), Of("low", 0.1)];
        Assert.Equal(["low", "high", "none"], CheckpointOrder.Parse("ema").Of(all).Select(c => c.Key));
        Assert.Equal(["high", "low", "none"], CheckpointOrder.Parse("-ema").Of(all).Select(c => c.Key));
        Assert.Equal(["none", "low", "high"], CheckpointOrder.Parse("-name").Of(all).Select(c => c.Key));
        Assert.Equal(["none", "high", "low"], CheckpointOrder.Parse("nonsense").Of(all).Select(c => c.Key));
    }

    [Fact]
    public async Task What_is_deleted_is_said_and_can_be_had_back_at_once()
    {
        var messages = Render<MudBlazor.MudSnackbarProvider>();
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".checkpoints-table tbody tr").Count > 0, Patience.Limit);
        await page.InvokeAsync(() => page.FindAll(".checkpoints-table button").First(b => b.TextContent == "Delete").Click());
        messages.WaitForAssertion(() => Assert.Contains("Deleted step_000000030", messages.Markup), Patience.Limit);
        page.WaitForAssertion(() => Assert.Contains("2 of 2", page.Markup), Patience.Limit);
        await messages.InvokeAsync(() => messages.FindAll("button").Single(b => b.TextContent.Trim() == "Undo").Click());
        page.WaitForAssertion(() => Assert.Contains("3 of 3", page.Markup), Patience.Limit);
    }

    [Fact]
    public void A_trash_of_more_than_is_listed_says_so()
    {
        var trash = Services.GetRequiredService<CheckpointTrash>();
        foreach (var step in Enumerable.Range(31, 21)) Write(step);
        foreach (var checkpoint in Services.GetRequiredService<CheckpointInventory>().All().Where(c => c.Step > 30)) trash.Add(checkpoint);
        var page = Render<CheckpointsPage>();
        page.WaitForAssertion(() => Assert.Equal("The newest 20 of 21 are listed.", page.Find("#trash-cut").TextContent), Patience.Limit);
        Assert.Equal(20, page.FindAll("#rule .job").Count);
    }

    [Fact]
    public async Task A_new_run_can_start_from_the_weights_of_a_run()
    {
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".train-on").Count == 3, Patience.Limit);
        await page.InvokeAsync(() => page.FindAll(".train-on")[0].Click());
        var path = Path.Combine(_run.Checkpoints, CheckpointDirectory.NameOf(30));
        var address = Services.GetRequiredService<NavigationManager>().Uri;
        Assert.EndsWith($"/new?from=run-1&set={Uri.EscapeDataString("load_checkpoint=" + path)}", address);
        Assert.Equal(address, "http://localhost/" + RunCheckpointLink());

        var form = Render<NewRun>();
        Assert.Contains(path, form.Find("#weights").TextContent);
        Assert.DoesNotContain("load_checkpoint", form.Find("#problems").TextContent);
        Directory.Delete(path, recursive: true);
        Assert.Contains("load_checkpoint there are no weights at", Render<NewRun>().Find("#problems").TextContent);
    }

    [Fact]
    public async Task A_new_run_from_imported_weights_has_their_network_and_data_that_fit()
    {
        var path = Path.Combine(Lab.Data.ImportedCheckpoints, "mine");
        var shape = new ModelShape(new ArchConfig { HiddenSize = 96, Heads = 3 }, 81, 11, 1);
        CheckpointDirectory.WriteTo(path, CheckpointManifest.For(7, shape), files => files.Add("raw.safetensors", s => s.WriteByte(1)));
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".train-on").Count == 4, Patience.Limit);
        await page.InvokeAsync(() => page.FindAll(".train-on")[0].Click());
        Assert.Contains("/new?preset=sudoku-9x9-demo&", Services.GetRequiredService<NavigationManager>().Uri);
        var form = Render<NewRun>();
        Assert.Contains(path, form.Find("#weights").TextContent);
        Assert.Empty(form.FindAll("#problems"));
        Assert.Equal("96", form.Find("#field-arch-hidden_size").GetAttribute("value"));
    }

    [Fact]
    public void A_configuration_is_uploaded_beside_its_weights()
    {
        var page = Render<CheckpointsPage>();
        var upload = page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>();
        upload.UploadFiles(InputFileContent.CreateFromText("a", "a.pt"), InputFileContent.CreateFromText("b", "b.pt"));
        Assert.Contains("one file of weights", page.WaitForElement("#ckpt-problem").TextContent);
        upload.UploadFiles(InputFileContent.CreateFromText("x: 1", "all_config.yaml"), InputFileContent.CreateFromText("weights", "step_100.pt"));
        page.WaitForAssertion(() => Assert.EndsWith("step_100.pt", page.Find("#ckpt-file").GetAttribute("value")));
        Assert.Equal("step_100", page.Find("#ckpt-name").GetAttribute("value"));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(page.Find("#ckpt-file").GetAttribute("value"))!, "all_config.yaml")));
    }

    [Fact]
    public void An_import_is_queued_as_a_job_of_the_trainer()
    {
        var page = Render<CheckpointsPage>();
        page.Fill("#ckpt-file", "/somewhere/step_100");
        page.Fill("#ckpt-name", "not a name");
        page.Press("#ckpt-start");
        Assert.Contains("use letters", page.WaitForElement("#ckpt-problem").TextContent);
        page.Fill("#ckpt-name", "mine");
        page.Fill("#ckpt-set", "arch.H_cycles=3 arch.L_cycles=6");
        page.Press("#ckpt-start");
        var job = Queued<ImportCheckpointJob>(page);
        Assert.Equal(("mine", "/somewhere/step_100", 2), (job.Name, job.File, job.Fields.Count));
    }

    [Fact]
    public void An_evaluation_is_queued_on_a_data_set_that_fits_the_network()
    {
        var page = Render<CheckpointsPage>();
        page.WaitForState(() => page.FindAll(".checkpoints-table tbody tr").Count > 0);
        Assert.True(page.Find("#eval-data").HasAttribute("disabled"));
        page.Fill("#eval-checkpoint", "run/run-1/20");
        // 16 cells and 6 tokens: the 4x4 sample, not the 9x9 one.
        page.WaitForAssertion(() => Assert.Equal(["", "samples/sudoku-4x4"], page.FindAll("#eval-data option").Select(o => o.GetAttribute("value"))));
        page.Fill("#eval-steps", "2000");
        page.Press("#eval-start");
        Assert.Contains("must be 1 to 1024", page.WaitForElement("#eval-problem").TextContent);
        page.Fill("#eval-steps", "32");
        page.Fill("#eval-limit", "100");
        page.Press("#eval-start");
        var job = Queued<EvaluateCheckpointJob>(page);
        Assert.Equal((Path.Combine(_run.Checkpoints, CheckpointDirectory.NameOf(20)), 32, 100), (job.Checkpoint, job.Steps, job.Limit));
        Assert.EndsWith("samples/sudoku-4x4", job.Data);
        Assert.EndsWith(", step 20 on sudoku-4x4", job.Name);
    }

    [Fact]
    public void A_finished_job_leads_to_its_result_also_after_a_restart()
    {
        var jobs = Services.GetRequiredService<DatasetJobs>();
        var job = jobs.Add(new EvaluateCheckpointJob { Name = "mine", Checkpoint = "c", Data = "d" });
        jobs.End(job.Id, JobState.Done, "", [], new JobResult("runs/kept", "Open run", "exact: raw 50.0 % of 10 puzzles"));
        var list = Render<DatasetJobList>(p => p.Add(l => l.List, new DatasetJobs(Lab.Data).All));
        var line = list.Find(".job[data-state=Done]");
        Assert.Contains("raw 50.0 % of 10 puzzles", line.TextContent);
        Assert.Equal(("runs/kept", "Open run"), (line.QuerySelector("a")!.GetAttribute("href"), line.QuerySelector("a")!.TextContent));
    }

    [Fact]
    public void The_evaluation_form_says_which_run_has_the_device()
    {
        Assert.Empty(Render<CheckpointsPage>().FindAll("#eval-busy"));
        var busy = Lab.Make("run-2");
        TestLab.Write(busy, Events.Started(), Events.Metrics(1));
        using var hold = RunLock.Take(busy);
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        var said = Render<CheckpointsPage>().Find("#eval-busy").TextContent;
        Assert.Contains($"{Lab.Cpu.Name} by run run-2", said);
        Assert.Contains("slow each other", said);
    }

    private void Write(long step) => CheckpointDirectory.Write(_run.Checkpoints, CheckpointManifest.For(step, new ModelShape(new ArchConfig(), 16, 6, 1)), files => files.Add("raw.safetensors", s => s.WriteByte(1)));

    private string RunCheckpointLink()
    {
        TestLab.Write(_run, Events.Saved(30));
        Lab.CatchUp();
        using var db = Lab.Index.Open();
        return Render<RunCheckpoints>(p => p.Add(c => c.Run, _run).Add(c => c.RunId, db.Runs.Single().Id)).Find("a.train-on").GetAttribute("href")!;
    }

    private T Queued<T>(IRenderedComponent<CheckpointsPage> page)
    {
        page.WaitForAssertion(() => Assert.Single(Services.GetRequiredService<DatasetJobs>().All));
        return Assert.IsType<T>(Assert.Single(Services.GetRequiredService<DatasetJobs>().All).Spec);
    }
}
