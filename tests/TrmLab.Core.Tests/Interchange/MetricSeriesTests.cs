using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;

namespace TrmLab.Core.Tests.Interchange;

public sealed class MetricSeriesTests
{
    [Fact]
    public void A_step_that_goes_back_voids_what_came_later()
    {
        var builder = new MetricSeriesBuilder("m");
        foreach (var step in new[] { 1, 2, 3, 4, 3, 5 }) builder.Add(step, step * 10);
        var series = builder.Build();
        Assert.Equal([1, 2, 3, 5], series.Steps.ToArray());
        Assert.Equal(2, builder.Voided);
    }

    [Fact]
    public void Malformed_series_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MetricSeries("m", [1, 1], [0, 0]));
        Assert.Throws<ArgumentException>(() => new MetricSeries("m", [1, 2], [0]));
        Assert.Throws<ArgumentException>(() => new MetricSeries("m", [1], [0], [double.PositiveInfinity]));
        Assert.Throws<ArgumentException>(() => new MetricSeries("", [1], [0]));
    }

    [Fact]
    public void A_run_log_becomes_series_with_the_weights_in_front()
    {
        var series = RunLogSeries.Of(
        [
            new MetricsLogged { Time = 1000, Step = 1, Values = new Dictionary<string, double> { ["train/lm_loss"] = 2 } },
            new MetricsLogged { Time = 2000, Step = 2, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1 } },
            new MetricsLogged { Time = 3000, Step = 3, Values = new Dictionary<string, double> { ["train/lm_loss"] = double.NaN } },
            null,
            new RunResumed { FromStep = 1 },
            new MetricsLogged { Time = 9500, Step = 2, Values = new Dictionary<string, double> { ["train/lm_loss"] = 1.25 } },
            new Evaluated { Time = 9600, Step = 2, Weights = "ema", Values = new Dictionary<string, double> { ["all/exact_accuracy"] = 0.5 } },
        ]);
        Assert.Equal(["ema/all/exact_accuracy", "train/lm_loss"], series.Select(s => s.Name));
        Assert.Equal([1, 2], series[1].Steps.ToArray());
        Assert.Equal([2, 1.25], series[1].Values.ToArray());
        Assert.Equal([1, 9.5], series[1].Times.ToArray());
    }

    [Fact]
    public void A_metric_without_a_name_is_passed_over()
    {
        var logged = new MetricsLogged { Step = 1, Values = new Dictionary<string, double> { [""] = 1, ["train/lm_loss"] = 2 } };
        Assert.Equal("train/lm_loss", Assert.Single(RunLogSeries.Of([logged])).Name);
    }
}
