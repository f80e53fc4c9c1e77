namespace TrmLab.Web.Components.Charts;

/// <summary>
/// Which charts a run has: metrics with the same last part (<c>train/lm_loss</c>, <c>ema/all/lm_loss</c>) share one. A metric that is
/// not known here gets a chart of its own behind the known ones, so nothing that was logged is hidden.
/// </summary>
public static class ChartCatalog
{
    private static readonly (string Key, string Title, string Hint, string? Shown)[] Known =
    [
        ("exact_accuracy", "Exact accuracy", "Share of puzzles with every cell right", "train/exact_accuracy"),
        ("lm_loss", "Token loss", "lm_loss: cross entropy per sequence", "train/lm_loss"),
        ("accuracy", "Cell accuracy", "Share of labelled cells that are right", "train/accuracy"),
        ("q_halt_accuracy", "Halting accuracy", "q_halt_accuracy: how often the halting head is right about the answer", "train/q_halt_accuracy"),
        ("q_halt_loss", "Halting loss", "q_halt_loss", "train/q_halt_loss"),
        ("q_continue_loss", "Continue loss", "q_continue_loss", null),
        ("steps", "Supervision steps", "Mean supervision steps of the sequences that halted", "train/steps"),
        ("steps_per_second", "Speed", "Training steps per second", "perf/steps_per_second"),
        ("lr", "Learning rate", "lr", "train/lr"),
        ("grad_norm", "Gradient norm", "grad_norm", null),
    ];

    // Bookkeeping that is no curve: how many sequences halted in a batch.
    private static readonly HashSet<string> Hidden = ["count"];

    /// <summary>The charts of a run with these metrics; those that every run has are there from the start.</summary>
    public static IReadOnlyList<ChartSpec> For(IEnumerable<string> metrics)
    {
        var byKey = metrics.Concat(Known.Select(k => k.Shown).OfType<string>()).Distinct()
            .GroupBy(KeyOf).Where(g => !Hidden.Contains(g.Key)).ToDictionary(g => g.Key, g => g.ToArray());
        var known = Known.Where(k => byKey.ContainsKey(k.Key)).Select(k => Chart(k.Key, k.Title, k.Hint, byKey[k.Key]));
        var others = byKey.Keys.Except(Known.Select(k => k.Key)).Order(StringComparer.Ordinal).Select(k => Chart(k, k, byKey[k][0], byKey[k]));
        return [.. known, .. others];
    }

    /// <summary>How a metric is drawn.</summary>
    public static TraceSpec TraceOf(string metric)
    {
        var parts = metric.Split('/');
        var set = parts.Length > 2 && parts[1] != "all" ? $" {string.Join('/', parts[1..^1])}" : "";
        return parts[0] switch
        {
            "ema" => new TraceSpec(metric, "test EMA" + set, TraceRole.Ema),
            "raw" => new TraceSpec(metric, "test raw" + set, TraceRole.Raw),
            "train" => new TraceSpec(metric, "train", TraceRole.Train),
            _ => new TraceSpec(metric, metric, TraceRole.Train),
        };
    }

    private static ChartSpec Chart(string key, string title, string hint, string[] metrics)
    {
        var traces = metrics.Select(TraceOf).OrderBy(t => t.Role).ThenBy(t => t.Metric, StringComparer.Ordinal).ToArray();
        return new ChartSpec(key, title, hint, traces, key.EndsWith("accuracy", StringComparison.Ordinal));
    }

    private static string KeyOf(string metric) => metric[(metric.LastIndexOf('/') + 1)..];
}
