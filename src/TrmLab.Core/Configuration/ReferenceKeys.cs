using System.Collections.Frozen;

namespace TrmLab.Core.Configuration;

/// <summary>The reference program's keys that are not simply fields of <see cref="RunConfig"/> of the same name.</summary>
internal static class ReferenceKeys
{
    /// <summary>Keys whose field has another name here.</summary>
    public static FrozenDictionary<string, string> Renamed { get; } = new Dictionary<string, string>
    {
        ["arch.loss.loss_type"] = "arch.loss_type",
        ["data_path"] = "data_paths",
    }.ToFrozenDictionary();

    /// <summary>Keys without a field, with the reason. They change where files go or what is shown, not what is trained.</summary>
    private static readonly Dictionary<string, string> Unused = new()
    {
        ["project_name"] = "runs are filed by their name; metrics go to the run directory",
        ["checkpoint_path"] = "checkpoints are in the run directory; --run-dir chooses it",
        ["checkpoint_every_eval"] = "there is a checkpoint after every evaluation, and keep_checkpoints says how many stay",
        ["min_eval_interval"] = "every interval is evaluated, so that the best checkpoint is known",
        ["evaluators"] = "the data decide: ARC tasks are voted on and scored in every evaluation",
    };

    /// <summary>Keys that may only say what is the case anyway.</summary>
    private static readonly Dictionary<string, (string[] Accepted, string Reason)> Fixed = new()
    {
        ["arch.loss.name"] = (["losses@ACTLossHead"], "the one loss head there is"),
        ["arch.causal"] = (["False", "false"], "attention is never causal here"),
        ["eval_save_outputs"] = (["[]"], "evaluations keep results per puzzle; `trmlab trace` shows states and logits of one"),
    };

    /// <summary>All names, for the search of the nearest.</summary>
    public static IEnumerable<string> All => ["arch", .. Renamed.Keys, .. Unused.Keys, .. Fixed.Keys, .. ConfigFields.ByPath.Keys];

    /// <summary>Why a word has no effect; null if it may have one.</summary>
    /// <exception cref="InputException">It asks for something that is not offered.</exception>
    public static string? ReasonUnused(ReferenceWord word)
    {
        var root = word.Key.StartsWith("evaluators.", StringComparison.Ordinal) ? "evaluators" : word.Key;
        if (Unused.TryGetValue(root, out var reason)) return reason;
        if (word.Key.StartsWith("hydra.", StringComparison.Ordinal)) return "a setting of the reference's command line itself";
        if (!Fixed.TryGetValue(word.Key, out var only)) return null;
        return word.IsNull || only.Accepted.Contains(word.Value)
            ? only.Reason
            : throw new InputException($"{word}: not offered: {only.Reason}");
    }
}
