using TrmLab.Core.Configuration;

namespace TrmLab.Core.Results;

/// <summary>How a published TRM figure was trained.</summary>
/// <param name="Task">The benchmark.</param>
/// <param name="TokenMlp">Whether tokens are mixed by an MLP.</param>
/// <param name="Settings">What differs between the benchmarks.</param>
/// <param name="Parameters">Exact number of parameters; ARC adds 512 per puzzle identifier.</param>
/// <param name="Hardware">Graphics cards and time.</param>
/// <param name="Preset">The configuration that ships with the program.</param>
public sealed record PublishedSetting(BenchmarkTask Task, bool TokenMlp, string Settings, long Parameters, string Hardware, string Preset)
{
    // What a run learns from and how, without the number of passes, which the share of the schedule tells, and the supervision steps, which an evaluation may choose.
    private static readonly string[] Recipe =
    [
        .. ConfigFields.All.Select(field => field.Path).Where(path => path.StartsWith("arch.", StringComparison.Ordinal)).Except(["arch.forward_dtype", "arch.halt_max_steps", "arch.mlp_t"]),
        "online_augmentation", "load_checkpoint", "global_batch_size", "optimizer", "lr", "lr_min_ratio", "lr_warmup_steps", "weight_decay", "beta1", "beta2", "max_gradient_norm",
        "freeze_weights", "depth_curriculum", "supervision_decay", "puzzle_emb_lr", "puzzle_emb_weight_decay", "ema_rate",
    ];

    private const string Arc = "attention, T 3, n 4, lr 1e-4, puzzle_emb_lr 1e-2, weight decay 0.1, 100,000 epochs, 1000 augmentations, with ConceptARC";

    /// <summary>What all have in common.</summary>
    public const string Common = "D 512, 8 heads, expansion 4, 2 layers, 16 puzzle tokens, batch 768, warm-up 2000, EMA 0.999, betas 0.9/0.95, 16 supervision steps, exploration 0.1";

    public static IReadOnlyList<PublishedSetting> All { get; } =
    [
        new(BenchmarkTask.SudokuExtreme, true, "MLP, no positions, T 3, n 6, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs; 1000 puzzles x 1000 augmentations", 5_028_866, "1 L40S, < 36 h", "sudoku-extreme-mlp"),
        new(BenchmarkTask.SudokuExtreme, false, "attention, RoPE, T 3, n 6, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs; 1000 puzzles x 1000 augmentations", 6_828_034, "1 L40S, < 36 h", "sudoku-extreme-attention"),
        new(BenchmarkTask.MazeHard, false, "attention, T 3, n 4, lr 1e-4, puzzle_emb_lr 1e-4, weight decay 1.0, 50,000 epochs", 6_822_914, "4 L40S, < 24 h", "maze-hard"),
        new(BenchmarkTask.ArcAgi1, false, Arc, 6_829_058, "4 H100, about 3 days", "arc1"),
        new(BenchmarkTask.ArcAgi2, false, Arc, 6_829_058, "4 H100, about 3 days", "arc2"),
    ];

    /// <summary>The setting that a run of a benchmark is held against; null if none was published for its token mixer.</summary>
    public static PublishedSetting? Of(BenchmarkTask task, bool tokenMlp) => All.FirstOrDefault(s => s.Task == task && s.TokenMlp == tokenMlp);

    /// <summary>What a configuration does otherwise than this one, as <c>path value (published value)</c>.</summary>
    public IReadOnlyList<string> Differences(RunConfig config)
    {
        var published = Presets.Get(Preset);
        return
        [
            .. Recipe.Where(path => !config.Arch.TokenMlp || path != "arch.pos_encodings") // a token MLP has no use for them
                .Select(path => (Path: path, Here: ConfigJson.ValueOf(config, path), There: ConfigJson.ValueOf(published, path)))
                .Where(field => field.Here != field.There)
                .Select(field => $"{field.Path} {field.Here} (published {field.There})"),
        ];
    }
}
