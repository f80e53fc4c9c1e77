using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using TrmLab.Web.Components.Charts;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class ChartPictureTests : PageTest
{
    private static readonly ChartSpec Chart = new("lm_loss", "Token loss", "", [], false);

    [Fact]
    public void A_picture_of_one_run_names_it()
    {
        var picture = ChartPicture.Of(Chart, "Demo: 4x4", ChartView.Parse(null, null, null));
        Assert.Equal(new ChartPicture("Demo: 4x4: Token loss", "step", "Demo_ 4x4 - Token loss.png"), picture);
    }

    [Fact]
    public void A_picture_of_several_leaves_that_to_its_legend()
    {
        var picture = ChartPicture.Of(Chart, null, ChartView.Parse("wall", null, null));
        Assert.Equal(new ChartPicture("Token loss", "time of day", "Token loss.png"), picture);
    }

    [Fact]
    public void The_browser_is_told_the_runs_name()
    {
        TestLab.Write(Lab.Make("run-1", TestLab.Config("mine")), Events.Started(), Events.Metrics(1));
        Lab.CatchUp();
        var script = JSInterop.SetupModule("./js/live-plot.js");
        script.Mode = JSRuntimeMode.Loose;
        var charts = Render<LiveCharts>(p => p.Add(c => c.Plan, ChartPlan.OfRun("run-1")).Add(c => c.View, ChartView.Parse(null, null, null)));
        charts.WaitForAssertion(
            () =>
            {
                charts.Find("button[title='Save as PNG']").Click();
                Assert.NotEmpty(script.Invocations["savePicture"]);
            },
            Patience.Limit);
        Assert.StartsWith("mine: ", (string)script.Invocations["savePicture"][0].Arguments[2]!);
    }
}
