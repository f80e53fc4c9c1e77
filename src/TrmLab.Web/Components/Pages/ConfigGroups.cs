using TrmLab.Core.Configuration;

namespace TrmLab.Web.Components.Pages;

/// <summary>How the form orders the fields; every field is in exactly one group of the full form.</summary>
public static class ConfigGroups
{
    private static readonly string[] BasicPaths =
    [
        "run_name", "data_paths", "device", "seed", "arch.mlp_t", "arch.hidden_size", "arch.H_cycles", "arch.L_cycles", "arch.halt_max_steps",
        "epochs", "eval_interval", "global_batch_size", "lr", "lr_warmup_steps", "weight_decay", "ema", "ema_rate",
    ];

    private static readonly (string Title, string[] Paths)[] Groups =
    [
        ("Run", ["run_name", "seed", "device", "threads", "step_engine", "keep_checkpoints", "log_interval"]),
        ("Data", ["data_paths", "data_paths_test", "online_augmentation", "global_batch_size", "epochs"]),
        ("Evaluation", ["eval_interval", "eval_batch_size", "eval_limit"]),
        ("Optimiser", ["lr", "lr_min_ratio", "lr_warmup_steps", "weight_decay", "beta1", "beta2", "puzzle_emb_lr", "puzzle_emb_weight_decay"]),
        ("Averaged weights", ["ema", "ema_rate"]),
    ];

    /// <summary>What one usually changes.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<ConfigField> Fields)> Basic { get; } = [("", [.. BasicPaths.Select(p => ConfigFields.ByPath[p])])];

    /// <summary>All fields; one that no group names is in the last.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<ConfigField> Fields)> Full { get; } = MakeFull();

    private static (string Title, IReadOnlyList<ConfigField> Fields)[] MakeFull()
    {
        var named = Groups.SelectMany(g => g.Paths).ToHashSet();
        var network = ConfigFields.All.Where(f => f.Path.StartsWith("arch.", StringComparison.Ordinal)).ToArray();
        var others = ConfigFields.All.Where(f => !named.Contains(f.Path)).Except(network).ToArray();
        return
        [
            .. Groups.Select(g => (g.Title, (IReadOnlyList<ConfigField>)[.. g.Paths.Select(p => ConfigFields.ByPath[p])])),
            ("Network", network),
            .. others.Length > 0 ? [("Other", others)] : Array.Empty<(string, IReadOnlyList<ConfigField>)>(),
        ];
    }
}
