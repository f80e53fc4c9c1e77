namespace TrmLab.Core.Results;

/// <summary>The published tables 4 and 5 of "Less is More: Recursive Reasoning with Tiny Networks" (arXiv 2510.04871).</summary>
public static class PublishedResults
{
    /// <summary>The paper that all figures are from.</summary>
    public const string Paper = "Less is More: Recursive Reasoning with Tiny Networks (arXiv 2510.04871)";

    private const string Table4 = "arXiv 2510.04871, table 4";
    private const string Table5 = "arXiv 2510.04871, table 5";

    /// <summary>All rows, by benchmark and in the order of the tables.</summary>
    public static IReadOnlyList<PublishedResult> All { get; } =
    [
        .. Both(Table4, BenchmarkTask.SudokuExtreme, BenchmarkTask.MazeHard,
        [
            ("DeepSeek-R1", "671B", 0.0, 0.0, MethodKind.LanguageModel),
            ("Claude 3.7 8K", "", 0.0, 0.0, MethodKind.LanguageModel),
            ("o3-mini-high", "", 0.0, 0.0, MethodKind.LanguageModel),
            ("Direct prediction", "27M", 0.0, 0.0, MethodKind.DirectPrediction),
            ("HRM", "27M", 55.0, 74.5, MethodKind.Hrm),
            ("TRM-Att", "7M", 74.7, 85.3, MethodKind.Trm),
        ]),
        new(BenchmarkTask.SudokuExtreme, "TRM-MLP", "5M", 87.4, MethodKind.Trm, Table4),
        new(BenchmarkTask.MazeHard, "TRM-MLP", "19M", 0.0, MethodKind.Trm, Table4),
        .. Both(Table5, BenchmarkTask.ArcAgi1, BenchmarkTask.ArcAgi2,
        [
            ("DeepSeek-R1", "671B", 15.8, 1.3, MethodKind.LanguageModel),
            ("Claude 3.7 16K", "", 28.6, 0.7, MethodKind.LanguageModel),
            ("o3-mini-high", "", 34.5, 3.0, MethodKind.LanguageModel),
            ("Gemini 2.5 Pro 32K", "", 37.0, 4.9, MethodKind.LanguageModel),
            ("Grok-4-thinking", "1.7T", 66.7, 16.0, MethodKind.LanguageModel),
            ("Bespoke (Grok-4)", "", 79.6, 29.4, MethodKind.LanguageModel),
            ("Direct prediction", "27M", 21.0, 0.0, MethodKind.DirectPrediction),
            ("HRM", "27M", 40.3, 5.0, MethodKind.Hrm),
            ("TRM-Att", "7M", 44.6, 7.8, MethodKind.Trm),
            ("TRM-MLP", "19M", 29.6, 2.4, MethodKind.Trm),
        ]),
    ];

    /// <summary>The rows of one benchmark.</summary>
    public static IReadOnlyList<PublishedResult> Of(BenchmarkTask task) => [.. All.Where(r => r.Task == task)];

    /// <summary>The row that a run of this program is compared with.</summary>
    /// <param name="task">The benchmark.</param>
    /// <param name="tokenMlp">Whether the run mixes tokens by an MLP; by attention otherwise.</param>
    public static PublishedResult TrmRow(BenchmarkTask task, bool tokenMlp) =>
        All.Single(r => r.Task == task && r.Method == (tokenMlp ? "TRM-MLP" : "TRM-Att"));

    private static IEnumerable<PublishedResult> Both(string source, BenchmarkTask first, BenchmarkTask second, (string, string, double, double, MethodKind)[] rows)
    {
        foreach (var task in new[] { first, second })
        {
            foreach (var (method, parameters, a, b, kind) in rows) yield return new(task, method, parameters, task == first ? a : b, kind, source);
        }
    }
}
