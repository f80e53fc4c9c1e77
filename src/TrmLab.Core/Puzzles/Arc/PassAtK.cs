namespace TrmLab.Core.Puzzles.Arc;

/// <summary>The score with K tries: a task counts the share of its test inputs whose answer is among the first K candidates.</summary>
public static class PassAtK
{
    /// <summary>The K for which a score is logged; the paper reports 2, as ARC allows two tries.</summary>
    public static IReadOnlyList<int> Ks { get; } = [1, 2, 5, 10, 100, 1000];

    /// <summary>Name of the metric, as the reference logs it.</summary>
    public static string MetricName(int k) => $"ARC/pass@{k}";

    /// <summary>Mean over the tasks, those without any prediction included.</summary>
    public static double Of(IReadOnlyList<ArcTaskResult> tasks, int k) => tasks.Sum(task => task.PassAt(k)) / tasks.Count;
}
