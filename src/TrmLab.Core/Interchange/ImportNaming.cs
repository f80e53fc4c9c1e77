using System.Collections.Frozen;

namespace TrmLab.Core.Interchange;

/// <summary>
/// Brings another program's metric names to this program's, so that both lie in one chart. The reference logs an evaluation as
/// <c>all.exact_accuracy</c> (wandb) or <c>all/exact_accuracy</c> (TensorBoard) and does not say which weights it evaluated: averaged ones
/// if <c>ema</c> is on. Here that is <c>ema/all/exact_accuracy</c> or <c>raw/all/exact_accuracy</c>.
/// </summary>
public static class ImportNaming
{
    private static readonly FrozenSet<string> Evaluated = FrozenSet.ToFrozenSet(["accuracy", "exact_accuracy", "lm_loss", "q_halt_accuracy", "q_halt_loss", "q_continue_loss", "steps"]);

    /// <summary>The name here; the same name if it means nothing known.</summary>
    /// <param name="metric">As the file has it.</param>
    /// <param name="weights"><c>ema</c> or <c>raw</c>: which weights the file's evaluations are of.</param>
    public static string NameOf(string metric, string weights)
    {
        var parts = metric.Split('/');
        if (parts.Length == 1) parts = metric.Split('.');
        if (parts.Length != 2 || parts[0] is "train" or "perf" or "") return metric;
        return Evaluated.Contains(parts[1]) || parts[1].StartsWith("pass@", StringComparison.Ordinal) ? $"{weights}/{parts[0]}/{parts[1]}" : metric;
    }
}
