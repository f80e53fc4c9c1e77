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
        page.WaitForElement("#demo").Click();
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
}
