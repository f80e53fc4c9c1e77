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
        ("steps_per_second", "Speed, steps/s", "Training steps per second", "perf/steps_per_second"),
        ("lr", "Learning rate", "lr", "train/lr"),
        ("grad_norm", "Gradient norm", "grad_norm", null),
        ("memory_mb", "Memory, MB", "Memory of the trainer's process, megabytes", null),
        ("cpu_percent", "Processor, %", "Processor time of the trainer's process; 100 is one core wholly busy", null),
        ("gpu_percent", "GPU, %", "Share of the time in which the run's GPU computed, for whomever", null),
        ("gpu_memory_mb", "GPU memory, MB", "Memory in use on the run's GPU, of all processes, megabytes", null),
    ];

    private const string SystemPrefix = "perf/";

    // Bookkeeping that is no curve: how many sequences halted in a batch.
    private static readonly HashSet<string> Hidden = ["count"];

    /// <summary>Whether a metric is about the machine rather than about learning.</summary>
    public static bool IsOfSystem(string metric) => metric.StartsWith(SystemPrefix, StringComparison.Ordinal);

    /// <summary>Whether a metric is a curve at all.</summary>
    public static bool IsDrawn(string metric) => !Hidden.Contains(KeyOf(metric));

    /// <summary>The charts of a run with these metrics; those that every run has are there from the start.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="metrics">Metrics that exist.</param>
    /// <param name="system">Those of the machine, or those of learning.</param>
    public static IReadOnlyList<ChartSpec> For(string run, IEnumerable<string> metrics, bool system = false)
    {
        var byKey = metrics.Concat(Known.Select(k => k.Shown).OfType<string>()).Where(m => IsOfSystem(m) == system).Distinct()
            .GroupBy(KeyOf).Where(g => !Hidden.Contains(g.Key)).ToDictionary(g => g.Key, g => g.ToArray());
        var known = Known.Where(k => byKey.ContainsKey(k.Key)).Select(k => Chart(run, k.Key, k.Title, k.Hint, byKey[k.Key]));
        var others = byKey.Keys.Except(Known.Select(k => k.Key)).Order(StringComparer.Ordinal).Select(k => Chart(run, k, k, byKey[k][0], byKey[k]));
        return [.. known, .. others];
    }

    /// <summary>One metric of several runs in one chart, each run in its colour.</summary>
    /// <param name="metric">Such as <c>train/lm_loss</c>.</param>
    /// <param name="runs">Ids and the names to show; several curves of one run are told apart by the caller's labels.</param>
    /// <param name="key">The chart's key on its page; the metric's own by default.</param>
    public static ChartSpec Across(string metric, IEnumerable<(string Run, string Label)> runs, string? key = null)
    {
        var all = runs.ToArray();
        var colors = RunColor.OfAll(all.Select(r => r.Run));
        var known = Known.FirstOrDefault(k => k.Key == KeyOf(metric));
        return new ChartSpec(
            key ?? metric.Replace('/', '-'),
            $"{known.Title ?? KeyOf(metric)}, {TraceOf("", metric).Label}",
            $"{known.Hint} ({metric})".TrimStart(),
            [.. all.Select(r => TraceOf(r.Run, metric) with { Label = r.Label, Color = colors[r.Run] })],
            IsShare(KeyOf(metric)));
    }

    /// <summary>How a metric is drawn.</summary>
    public static TraceSpec TraceOf(string run, string metric)
    {
        var parts = metric.Split('/');
        var set = parts.Length > 2 && parts[1] != "all" ? $" {string.Join('/', parts[1..^1])}" : "";
        return parts[0] switch
        {
            "ema" => new TraceSpec(run, metric, "test EMA" + set, TraceRole.Ema),
            "raw" => new TraceSpec(run, metric, "test raw" + set, TraceRole.Raw),
            "train" => new TraceSpec(run, metric, "train", TraceRole.Train),
            _ => new TraceSpec(run, metric, metric, TraceRole.Train),
        };
    }

    private static bool IsShare(string key) => key.EndsWith("accuracy", StringComparison.Ordinal);

    private static ChartSpec Chart(string run, string key, string title, string hint, string[] metrics)
    {
        var traces = metrics.Select(m => TraceOf(run, m)).OrderBy(t => t.Role).ThenBy(t => t.Metric, StringComparer.Ordinal).ToArray();
        return new ChartSpec(key, title, hint, traces, IsShare(key));
    }

    /// <summary>The quantity that a metric measures: its last part.</summary>
    public static string KeyOf(string metric) => metric[(metric.LastIndexOf('/') + 1)..];
}
