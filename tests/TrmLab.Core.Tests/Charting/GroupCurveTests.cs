using TrmLab.Core.Charting;
using TrmLab.Core.Interchange;
using TrmLab.Core.Numerics;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Charting;

public sealed class GroupCurveTests
{
    [Fact]
    public void Every_step_of_every_run_counts()
    {
        var curve = GroupCurve.Over([new("m", [1, 2, 4], [1, 2, 3]), new("m", [2, 3, 4], [4, 5, double.NaN]), new("m", [2], [9])]);
        Assert.Equal([1, 2, 3, 4], curve.Steps);
        Assert.Equal([1, 3, 1, 1], curve.Counts);
        Assert.Equal([1, 5, 5, 3], curve.Mean);
        Assert.Equal([double.NaN, Math.Sqrt(13), double.NaN, double.NaN], curve.StandardDeviation);
        Assert.Equal([1, 2, 5, 3], curve.Minimum);
        Assert.Equal([1, 9, 5, 3], curve.Maximum);
        Assert.Equal(1, curve.NonFinite);
        Assert.Equal(3, curve.Runs);
    }

    [Fact]
    public void It_equals_the_summary_of_each_step()
    {
        var random = new SeededRandom(4);
        for (var trial = 0; trial < 50; trial++)
        {
            MetricSeries[] runs = [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => Random(random))];
            var curve = GroupCurve.Over(runs);
            Assert.Equal(runs.SelectMany(r => r.Steps.ToArray()).Distinct().Order(), curve.Steps);
            for (var i = 0; i < curve.Steps.Length; i++)
            {
                double[] values = [.. runs.Where(r => r.Steps.Contains(curve.Steps[i])).Select(r => r.Values[r.Steps.IndexOf(curve.Steps[i])]).Where(double.IsFinite)];
                var expected = SampleSummary.Of(values);
                Assert.Equal(expected.Count, curve.Counts[i]);
                Assert.Equal(expected.Mean, curve.Mean[i], 1e-12);
                Assert.Equal(expected.StandardDeviation, curve.StandardDeviation[i], 1e-12);
                Assert.Equal(expected.Minimum, curve.Minimum[i]);
                Assert.Equal(expected.Maximum, curve.Maximum[i]);
            }

            Assert.Equal(runs.Sum(r => r.Values.ToArray().Count(v => !double.IsFinite(v))), curve.NonFinite);
        }
    }

    [Fact]
    public void No_runs_give_no_steps() => Assert.Empty(GroupCurve.Over([]).Steps);

    private static MetricSeries Random(SeededRandom random)
    {
        var builder = new MetricSeriesBuilder("m");
        for (var step = 0; step < 40; step++)
        {
            if (random.Next(3) > 0) builder.Add(step, random.Next(9) == 0 ? double.NaN : random.NextDouble());
        }

        return builder.Build();
    }
}
