using TrmLab.Web.Components.Charts;

namespace TrmLab.Web.Comparison;

/// <summary>Which metric of which run is drawn when runs are laid over each other.</summary>
public static class ComparedCurves
{
    /// <summary>Begins a choice that takes each run's averaged weights where it has them, else its raw ones.</summary>
    public const string EitherWeights = "test/";

    /// <summary>What can be chosen: quantities of the test puzzles by either weights first, then every metric.</summary>
    public static IReadOnlyList<string> Choices(IReadOnlyList<string> metrics) =>
    [
        .. metrics.Where(IsEvaluation).Select(m => EitherWeights + m[(m.IndexOf('/') + 1)..]).Distinct().OrderBy(m => m.EndsWith("/exact_accuracy", StringComparison.Ordinal) ? 0 : 1),
        .. metrics.Where(m => ChartCatalog.IsDrawn(m)),
    ];

    /// <summary>The metric of one run that a choice means; null if the run has none.</summary>
    public static string? MetricOf(string choice, ICollection<string> metricsOfRun)
    {
        if (!choice.StartsWith(EitherWeights, StringComparison.Ordinal)) return metricsOfRun.Contains(choice) ? choice : null;
        var rest = choice[EitherWeights.Length..];
        return new[] { "ema/" + rest, "raw/" + rest }.FirstOrDefault(metricsOfRun.Contains);
    }

    /// <summary>The choices without those that draw a curve which one before them draws already: a page draws each once.</summary>
    /// <param name="choices">Some of <see cref="Choices"/>, each once.</param>
    /// <param name="runs">The runs with the metrics that each has.</param>
    public static IReadOnlyList<string> Apart(IEnumerable<string> choices, IReadOnlyList<(ComparedRun Run, ICollection<string> Metrics)> runs)
    {
        var drawn = new HashSet<CurveKey>();
        List<string> apart = [];
        foreach (var choice in choices)
        {
            CurveKey[] curves = [.. runs.Select(r => (r.Run.Id, Metric: MetricOf(choice, r.Metrics))).Where(c => c.Metric is not null).Select(c => new CurveKey(c.Id, c.Metric!))];
            if (drawn.Overlaps(curves)) continue;
            drawn.UnionWith(curves);
            apart.Add(choice);
        }

        return apart;
    }

    /// <summary>The chart of a choice.</summary>
    /// <param name="choice">One of <see cref="Choices"/>.</param>
    /// <param name="runs">The runs with the metrics that each has.</param>
    /// <param name="colors">By run.</param>
    /// <param name="place">Its place among the charts of the page.</param>
    public static ChartSpec ChartOf(string choice, IEnumerable<(ComparedRun Run, ICollection<string> Metrics)> runs, IReadOnlyDictionary<string, RunColor> colors, int place = 0)
    {
        TraceSpec[] traces =
        [
            .. from r in runs
               let metric = MetricOf(choice, r.Metrics)
               where metric is not null
               select ChartCatalog.TraceOf(r.Run.Id, metric) with { Label = LabelOf(choice, r.Run, metric), Color = colors[r.Run.Id] },
        ];
        var usual = ChartCatalog.Across(choice, []);
        return new ChartSpec(place == 0 ? "compare" : $"compare-{place + 1}", TitleOf(choice), usual.Hint, traces, usual.IsShare);
    }

    /// <summary>A choice in words.</summary>
    public static string TitleOf(string choice) => choice.StartsWith(EitherWeights, StringComparison.Ordinal)
        ? $"test {choice[EitherWeights.Length..]} (EMA, else raw)"
        : choice;

    private static bool IsEvaluation(string metric) => metric.StartsWith("ema/", StringComparison.Ordinal) || metric.StartsWith("raw/", StringComparison.Ordinal);

    private static string LabelOf(string choice, ComparedRun run, string metric) =>
        choice.StartsWith(EitherWeights, StringComparison.Ordinal) ? $"{run.Label} ({(metric.StartsWith("ema", StringComparison.Ordinal) ? "EMA" : "raw")})" : run.Label;
}
