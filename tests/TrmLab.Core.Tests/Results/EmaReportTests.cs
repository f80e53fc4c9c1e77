using TrmLab.Core.Interchange;
using TrmLab.Core.Results.Ema;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Tests.Results;

public sealed class EmaReportTests
{
    private static readonly EmaRun[] ThreeSeeds =
    [
        With(1, [0.50, 0.80, 0.78], [0.40, 0.85, 0.86]), With(2, [0.52, 0.79, 0.70], [0.41, 0.84, 0.85]), With(3, [0.49, 0.81, 0.80], [0.42, 0.86, 0.87]),
        Without(1, [0.51, 0.80, 0.77]), Without(2, [0.50, 0.80, 0.72]), Without(3, [0.50, 0.82, 0.79]),
    ];

    [Fact]
    public void Best_and_last_of_each_arm_over_seeds()
    {
        var report = EmaReport.Of(ThreeSeeds);
        Assert.Equal(3, report.Averaged.Last.Count);
        Assert.Equal(0.86, report.Averaged.Last.Mean, 1e-12);
        Assert.Equal(0.76, report.RawOfSame.Last.Mean, 1e-12);
        Assert.Equal(0.80, report.RawOfSame.Best.Mean, 1e-12);
        Assert.Equal(0.04, report.RawOfSame.BestMinusLast.Mean, 1e-12);
        Assert.Equal(0, report.Averaged.BestMinusLast.Mean, 1e-12);
        var curve = report.RawOfSame.Curves[1];
        Assert.Equal((0.79, 200, 0.70, 300), (curve.Best, curve.BestStep, curve.Last, curve.LastStep));
        Assert.True(curve.LastInterval()!.Value.Contains(0.70));
    }

    [Fact]
    public void Same_seeds_are_paired()
    {
        var report = EmaReport.Of(ThreeSeeds);
        Assert.Equal(4, report.Contrasts.Count);
        var within = report.Contrasts[0];
        Assert.Equal(3, within.Pairs);
        Assert.Equal(0.10, within.Estimate, 1e-12);
        Assert.Equal(2, within.Student!.Value.DegreesOfFreedom);
        Assert.Equal(0.10, (within.Bootstrap!.Value.Lower + within.Bootstrap.Value.Upper) / 2, 0.03);
        var between = report.Contrasts[2];
        Assert.Equal(3, between.Pairs);
        Assert.Equal(0.10, between.Estimate, 1e-12);
    }

    [Fact]
    public void Other_seeds_are_compared_as_independent()
    {
        var report = EmaReport.Of([.. ThreeSeeds[..5], Without(9, [0.5, 0.8, 0.8])]);
        Assert.Equal(0, report.Contrasts[2].Pairs);
        Assert.NotNull(report.Contrasts[2].Student);
        Assert.Contains(EmaFindings.Measured(report), t => t.Contains("3 and 3 runs, not paired"));
    }

    [Fact]
    public void The_difference_over_time_uses_common_steps_only()
    {
        var shifted = With(7, [0.5, 0.6, 0.7], [0.1, 0.2, 0.9]) with { Averaged = new MetricSeries("ema", [200, 250, 300], [0.7, 0.1, 0.9]) };
        var report = EmaReport.Of([.. ThreeSeeds, shifted]);
        Assert.Equal([100, 200, 300], report.DifferenceOverTime.Steps);
        Assert.Equal([3, 4, 4], report.DifferenceOverTime.Counts);
        Assert.Equal([200, 300], report.Differences[3].Steps.ToArray());
        Assert.Equal(-0.0933, EmaReport.Of(ThreeSeeds).DifferenceOverTime.Mean[0], 0.0001);
    }

    [Fact]
    public void One_seed_says_that_it_shows_no_spread()
    {
        var report = EmaReport.Of([ThreeSeeds[0], ThreeSeeds[3]]);
        Assert.All(report.Contrasts, c => Assert.Null(c.Student));
        Assert.Equal(3, EmaFindings.Limits(report).Count(t => t.StartsWith("N = 1")));
        Assert.Contains(EmaFindings.Measured(report), t => t.Contains("no interval can be given"));
    }

    [Fact]
    public void Unequal_tests_steps_and_unfinished_runs_are_said()
    {
        EmaRun[] runs =
        [
            ThreeSeeds[0], ThreeSeeds[1] with { Puzzles = 500, Finished = false }, With(5, [0.5, double.NaN], [0.6, 0.7]),
        ];
        var limits = EmaFindings.Limits(EmaReport.Of(runs));
        Assert.Contains(limits, t => t.Contains("(500, 1000)"));
        Assert.Contains(limits, t => t.Contains("has not finished"));
        Assert.Contains(limits, t => t.Contains("at different steps, 100 to 300"));
        Assert.Contains(limits, t => t.Contains("1 to 3 evaluations"));
        Assert.Contains(limits, t => t.Contains("1 evaluations gave no finite result"));
        Assert.Contains(limits, t => t.Contains("No run without EMA"));
    }

    [Fact]
    public void Without_evaluations_there_is_no_report()
    {
        Assert.Throws<InputException>(() => EmaReport.Of([]));
        Assert.Throws<InputException>(() => EmaReport.Of([Without(1, [])]));
    }

    [Fact]
    public void The_document_holds_the_numbers_and_draws_no_verdict()
    {
        var text = EmaReportDocument.Of(EmaReport.Of(ThreeSeeds), "EMA <ablation>").ToMarkdown();
        Assert.Contains("EMA \\<ablation\\>", text);
        Assert.Contains("with EMA, averaged weights | 86.0 +- 1.0 % (N = 3, 85.0 to 87.0)", text);
        Assert.Contains("87.4 % with EMA, 79.9 % without", text);
        Assert.Contains("95 % interval", text);
        foreach (var verdict in new[] { "better", "worse", "significant", "proves", "helps" }) Assert.DoesNotContain(verdict, text);
        Assert.Contains("<td>run-1</td>", EmaReportDocument.Of(EmaReport.Of(ThreeSeeds), "t").ToHtml());
    }

    [Fact]
    public void Pairs_stand_in_the_document_with_counts_and_p()
    {
        // Discordant 12 and 3: p is twice the lower tail of 15 fair coins, (1 + 15 + 105 + 455) / 2^14.
        var text = EmaReportDocument.Of(EmaReport.Of(ThreeSeeds), "t", [new EmaPairedRun("run-1", 310, new PairedTable(481, 12, 3, 4))]).ToMarkdown();
        Assert.Contains("| run-1 | 310 | 481 | 12 | 3 | 4 | -1.8 points |", text);
        Assert.Contains("| 0.0352 |", text);
    }

    private static EmaRun With(long seed, double[] raw, double[] averaged) =>
        new() { Name = $"run-{seed}", Seed = seed, Raw = Series(raw), Averaged = Series(averaged), Puzzles = 1000 };

    private static EmaRun Without(long seed, double[] raw) => new() { Name = $"plain-{seed}", Seed = seed, Raw = Series(raw), Puzzles = 1000 };

    private static MetricSeries Series(double[] values) => new("m", [.. values.Select((_, i) => 100L * (i + 1))], values);
}
