using TrmLab.Core.Interchange;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Tests.Interchange;

/// <summary>Series to write and read back.</summary>
internal static class InterchangeData
{
    /// <summary>Two metrics at every step, one at every fifth and a little later, NaN and infinities among them.</summary>
    public static IReadOnlyList<MetricSeries> Series(int steps = 50)
    {
        var random = new SeededRandom(7);
        var loss = new MetricSeriesBuilder("train/lm_loss");
        var accuracy = new MetricSeriesBuilder("train/accuracy, \"exact\"");
        var evaluation = new MetricSeriesBuilder("ema/all/exact_accuracy");
        for (var step = 1; step <= steps; step++)
        {
            var time = 1_700_000_000 + step * 0.25;
            loss.Add(step, step switch { 7 => double.NaN, 8 => double.PositiveInfinity, 9 => double.NegativeInfinity, _ => 1.5 / step + random.NextDouble() }, time);
            accuracy.Add(step, random.NextDouble(), time);
            if (step % 5 == 0) evaluation.Add(step, random.NextDouble(), time + 0.125);
        }

        return [evaluation.Build(), accuracy.Build(), loss.Build()];
    }

    public static MemoryStream Text(string text) => new(System.Text.Encoding.UTF8.GetBytes(text));

    public static void AssertEqual(IReadOnlyList<MetricSeries> expected, IReadOnlyList<MetricSeries> actual, Func<double, double>? stored = null)
    {
        Assert.Equal(expected.Select(s => s.Name).Order(StringComparer.Ordinal), actual.Select(s => s.Name));
        foreach (var series in actual)
        {
            var original = expected.Single(s => s.Name == series.Name);
            Assert.Equal(original.Steps.ToArray(), series.Steps.ToArray());
            Assert.Equal(original.Values.ToArray().Select(v => stored?.Invoke(v) ?? v), series.Values.ToArray());
            Assert.Equal(original.Times.ToArray(), series.Times.ToArray());
        }
    }
}
