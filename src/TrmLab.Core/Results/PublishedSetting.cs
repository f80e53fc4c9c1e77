namespace TrmLab.Core.Results;

/// <summary>How a published TRM figure was trained.</summary>
/// <param name="Task">The benchmark.</param>
/// <param name="TokenMlp">Whether tokens are mixed by an MLP.</param>
/// <param name="Settings">What differs between the benchmarks.</param>
/// <param name="Parameters">Exact number of parameters; ARC adds 512 per puzzle identifier.</param>
/// <param name="Hardware">Graphics cards and time.</param>
public sealed record PublishedSetting(BenchmarkTask Task, bool TokenMlp, string Settings, long Parameters, string Hardware)
{
    private const string Arc = "attention, T 3, n 4, lr 1e-4, puzzle_emb_lr 1e-2, weight decay 0.1, 100,000 epochs, 1000 augmentations, with ConceptARC";

    /// <summary>What all have in common.</summary>
    public const string Common = "D 512, 8 heads, expansion 4, 2 layers, 16 puzzle tokens, batch 768, warm-up 2000, EMA 0.999, betas 0.9/0.95, 16 supervision steps, exploration 0.1";

    public static IReadOnlyList<PublishedSetting> All { get; } =
    [
        new(BenchmarkTask.SudokuExtreme, true, "MLP, no positions, T 3, n 6, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs; 1000 puzzles x 1000 augmentations", 5_028_866, "1 L40S, < 36 h"),
        new(BenchmarkTask.SudokuExtreme, false, "attention, RoPE, T 3, n 6, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs; 1000 puzzles x 1000 augmentations", 6_828_034, "1 L40S, < 36 h"),
        new(BenchmarkTask.MazeHard, false, "attention, T 3, n 4, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs", 6_822_914, "4 L40S, < 24 h"),
        new(BenchmarkTask.ArcAgi1, false, Arc, 6_829_058, "4 H100, about 3 days"),
        new(BenchmarkTask.ArcAgi2, false, Arc, 6_829_058, "4 H100, about 3 days"),
    ];
}
