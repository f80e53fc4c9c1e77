using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Inference;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using ExplorerPage = TrmLab.Web.Components.Pages.Explorer;

namespace TrmLab.Web.Tests.Components.Pages;

/// <summary>What the explorer offers before anything is traced: another run has the device.</summary>
public sealed class ExplorerPageTests : PageTest
{
    private readonly RunDirectory _run;

    public ExplorerPageTests()
    {
        var options = Options.Create(new LabOptions());
        Services.AddSingleton<CheckpointCatalog>();
        Services.AddSingleton(new InferenceClient(new TrainerProgram(options, Lab.Data), Lab.Data, options, NullLogger<InferenceClient>.Instance));
        Services.AddSingleton<TraceLibrary>();
        Services.AddSingleton<FindingStore>();
        JSInterop.SetupModule("./js/explorer.js").Mode = JSRuntimeMode.Loose;
        _run = Lab.Make("run-1", TestLab.Config("mine") with { DataPaths = ["samples/sudoku-4x4"] });
        CheckpointDirectory.Write(_run.Checkpoints, CheckpointManifest.For(10, new ModelShape(new ArchConfig(), 16, 6, 1)), files => files.Add(CheckpointManifest.RawWeights, s => s.WriteByte(1)));
    }

    [Fact]
    public void A_checkpoint_that_nobody_evaluated_leads_to_its_evaluation()
    {
        var page = Open("filter=failed");
        Assert.Equal("checkpoints?evaluate=run%2Frun-1%2F10#evaluate-checkpoint", page.WaitForElement("#evaluate", Patience.Limit).GetAttribute("href"));
        Assert.Contains("No per-puzzle results", page.Find("#chosen").TextContent);
    }

    [Fact]
    public void One_that_was_evaluated_lists_its_puzzles()
    {
        EvaluatedRuns.Evaluate(_run, 10, "raw", "1010");
        var page = Open("filter=failed");
        page.WaitForAssertion(() => Assert.Contains("2 of 500 puzzles", page.Find("#chosen").TextContent), Patience.Limit);
        Assert.Empty(page.FindAll("#evaluate"));
    }

    [Fact]
    public void Without_a_filter_nothing_need_be_evaluated()
    {
        var page = Open("i=1");
        page.WaitForAssertion(() => Assert.Contains("500 of 500 puzzles", page.Find("#chosen").TextContent), Patience.Limit);
        Assert.Empty(page.FindAll("#evaluate"));
    }

    private IRenderedComponent<ExplorerPage> Open(string query)
    {
        TestLab.Write(Lab.Make("run-2"), Events.Started(), Events.Metrics(1));
        using var hold = RunLock.Take(Lab.Folder.Of("run-2"));
        Lab.CatchUp();
        Lab.States.Look(DateTimeOffset.UtcNow);
        Services.GetRequiredService<NavigationManager>().NavigateTo("explorer?a=run/run-1/10&" + query);
        return Render<ExplorerPage>();
    }
}
