using System.Globalization;

namespace TrmLab.Core.Configuration;

/// <summary>
/// Reads the reference program's own words - a published command, or the <c>all_config.yaml</c> beside a published checkpoint - as a
/// configuration of this program. What they leave out has the reference's defaults, not this program's.
/// </summary>
/// <param name="Config">The configuration; not yet checked against <see cref="ConfigRules"/>.</param>
/// <param name="Lines">What became of every word, one line each, and what the reference's defaults added.</param>
public sealed record ReferenceConfig(RunConfig Config, IReadOnlyList<string> Lines)
{
    private const string EpochsKey = "epochs";

    /// <summary>Reads words in order; a later one wins.</summary>
    /// <exception cref="InputException">An unknown word (the nearest known one is named), a wrong value, or something that is not offered.</exception>
    public static ReferenceConfig Read(IReadOnlyList<ReferenceWord> words)
    {
        var variant = words.LastOrDefault(IsNetwork) is { } network ? VariantOf(network) : Variant.Trm;
        var defaults = ReferenceDefaults.Of(variant);
        var config = defaults;
        // Known first: an evaluation interval of null means it, wherever the two words stand.
        var epochs = words.Where(word => word.Key == EpochsKey).Aggregate(config, (soFar, word) => ConfigJson.With(soFar, [$"{EpochsKey}={Number(ConfigFields.ByPath[EpochsKey], word.Value)}"], "")).Epochs;
        var lines = new List<string>();
        var named = new HashSet<string>(StringComparer.Ordinal);
        foreach (var word in words)
        {
            var (path, value, reason) = Target(word, epochs);
            if (path is null)
            {
                lines.Add($"{word}: not used: {reason}");
                continue;
            }

            config = ConfigJson.With(config, [$"{path}={value}"], "");
            named.Add(path);
            lines.Add($"{word}: {path} = {ConfigJson.ValueOf(config, path)}");
        }

        lines.AddRange(Inherited(defaults, named));
        return new ReferenceConfig(named.Contains("run_name") ? config : config with { Name = NameOf(config) }, lines);
    }

    // The field and the value that a word sets; without a field the reason why it sets none.
    private static (string? Path, string Value, string Reason) Target(ReferenceWord word, int epochs)
    {
        if (IsNetwork(word)) return ("arch.name", ConfigField.Word(VariantOf(word)), "");
        if (ReferenceKeys.ReasonUnused(word) is { } reason) return (null, "", reason);
        var path = ReferenceKeys.Renamed.GetValueOrDefault(word.Key, word.Key);
        if (!ConfigFields.ByPath.TryGetValue(path, out var field)) throw Unknown(word.Key);
        return (path, word.IsNull) switch
        {
            ("run_name", true) => (null, "", "no name given"),
            ("load_checkpoint", true) => (path, "", ""),
            ("data_paths_test", true) => (path, "[]", ""),
            ("eval_interval", true) => (path, epochs.ToString(), ""),
            ("arch.puzzle_emb_ndim", _) when word.Value == "${.hidden_size}" => (path, "null", ""),
            _ => (path, Number(field, word.Value), ""),
        };
    }

    private static bool IsNetwork(ReferenceWord word) => word.Key is "arch" or "arch.name";

    private static Variant VariantOf(ReferenceWord word) => ReferenceDefaults.VariantOf(word.Value)
        ?? throw new InputException($"{word}: unknown network; there are {string.Join(", ", Enum.GetValues<Variant>().Select(v => ConfigField.Word(v)))}");

    // The reference takes 5e4 and 50000.0 for a whole number.
    private static string Number(ConfigField field, string value) =>
        field.Type == typeof(int) && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number % 1 == 0 && Math.Abs(number) <= int.MaxValue ? ((int)number).ToString() : value;

    private static IEnumerable<string> Inherited(RunConfig defaults, HashSet<string> named)
    {
        var ours = new RunConfig();
        var others = ConfigFields.All
            .Where(f => !named.Contains(f.Path) && ConfigJson.ValueOf(defaults, f.Path) != ConfigJson.ValueOf(ours, f.Path))
            .Select(f => $"{f.Path} = {ConfigJson.ValueOf(defaults, f.Path)}")
            .ToArray();
        if (others.Length > 0) yield return "not named, so as in the reference: " + string.Join(", ", others);
    }

    private static string NameOf(RunConfig config) =>
        $"{ConfigField.Word(config.Arch.Variant)}, {Path.GetFileName(Path.TrimEndingDirectorySeparator(config.DataPaths.FirstOrDefault() ?? ""))}";

    private static InputException Unknown(string key)
    {
        var nearest = NearestWord.Of(key, ReferenceKeys.All);
        return new InputException($"unknown word '{key}'" + (nearest is null ? "; `trmlab train --fields` lists all" : $"; did you mean '{nearest}'?"));
    }
}
