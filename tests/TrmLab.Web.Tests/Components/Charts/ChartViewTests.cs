using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Tests.Components.Charts;

public sealed class ChartViewTests
{
    [Theory]
    [InlineData(null, null, null, ChartAxis.Step, false, 0)]
    [InlineData("wall", "1", "0.9", ChartAxis.Wall, true, 0.9)]
    [InlineData("nonsense", "yes", "1.5", ChartAxis.Step, false, 0)]
    [InlineData("77", "0", "-1", ChartAxis.Step, false, 0)]
    public void An_address_is_read_and_what_is_wrong_takes_its_default(string? axis, string? log, string? smooth, ChartAxis expected, bool isLog, double weight) =>
        Assert.Equal(new ChartView(expected, isLog, weight), ChartView.Parse(axis, log, smooth));

    [Fact]
    public void Evaluations_are_never_smoothed()
    {
        var view = ChartView.Parse(null, null, "0.9");
        Assert.Equal(0.9, view.SmoothingOf(new TraceSpec("run", "train/a", "train", TraceRole.Train)));
        Assert.Equal(0, view.SmoothingOf(new TraceSpec("run", "ema/all/a", "test EMA", TraceRole.Ema)));
    }

    [Fact]
    public void Hidden_charts_are_left_out_and_others_come_in_the_readers_order()
    {
        var charts = ChartCatalog.For("run", []);
        var view = ChartView.Parse(null, null, null) with { Hidden = "lr,no_such", Order = "steps,lm_loss" };
        var drawn = view.Arrange(charts);
        Assert.Equal(["steps", "lm_loss"], drawn.Take(2).Select(c => c.Key));
        Assert.Equal(charts.Count - 1, drawn.Count);
        Assert.StartsWith("lm_loss,steps,", ChartView.Moved(drawn, "lm_loss", -1));
        Assert.Equal("no_such", view.Toggled("lr"));
        Assert.Equal("lr,no_such,steps", view.Toggled("steps"));
    }
}
