using System.Text.RegularExpressions;
using TrmLab.Core.Configuration;

namespace TrmLab.Web.Comparison;

/// <summary>One fact in which runs differ.</summary>
/// <param name="Name">Configuration key, or what else it is.</param>
/// <param name="Values">One per run, in their order; null where it is not known, as for a run that was imported.</param>
/// <param name="Hint">What it means.</param>
public sealed record ConfigDifference(string Name, IReadOnlyList<string?> Values, string Hint);

/// <summary>In what runs differ: fields of the configuration, and what their trainers reported: data hashes, program version, device.</summary>
public static partial class ConfigDifferences
{
    private static readonly (string Key, string Name, string Hint)[] Facts =
    [
        ("trmlab", "program", "Version and git commit of the trainer"),
        ("step engine", "step engine", "Which implementation computed the steps"),
        ("device", "device in use", "The device in the trainer's words"),
        ("cpu", "processor", "As the system names it"),
        ("libtorch", "libtorch", "Version"),
    ];

    /// <summary>The differences, configuration first; none if fewer than two runs are compared.</summary>
    public static IReadOnlyList<ConfigDifference> Of(IReadOnlyList<ComparedRun> runs)
    {
        if (runs.Count < 2) return [];
        ConfigDifference[] all =
        [
            .. ConfigFields.All.Select(f => new ConfigDifference(f.Path, [.. runs.Select(r => r.Config is null ? null : ConfigJson.ValueOf(r.Config, f.Path))], f.Description)),
            new("data hash", [.. runs.Select(r => DataHashOf(r) is { Length: > 0 } hash ? hash : null)], "SHA-256 over the values of the data sets"),
            .. Facts.Select(f => new ConfigDifference(f.Name, [.. runs.Select(r => r.Environment.GetValueOrDefault(f.Key))], f.Hint)),
        ];
        // What is not known is no difference: an imported run has no configuration, and every field would be listed.
        return [.. all.Where(d => d.Values.OfType<string>().Distinct().Skip(1).Any())];
    }

    /// <summary>Hashes of the data that a run was trained and tested on, shortened; empty if they are not known.</summary>
    public static string DataHashOf(ComparedRun run) => string.Join(", ", DataFactsOf(run).Select(d => Hash().Replace(d.Value, "$1")));

    /// <summary>The commit in a version such as <c>1.0.0+4f2a...</c>, shortened; empty if there is none.</summary>
    public static string CommitOf(ComparedRun run) =>
        run.Environment.GetValueOrDefault("trmlab", "").Split('+', 2) is [_, { Length: > 0 } commit] ? commit[..Math.Min(10, commit.Length)] : "";

    /// <summary>Data set directories with what is recorded of them: <c>sha256:HEX</c>, or a size where they were too large to hash.</summary>
    internal static IEnumerable<KeyValuePair<string, string>> DataFactsOf(ComparedRun run) =>
        run.Environment.Where(e => e.Key.StartsWith("data ", StringComparison.Ordinal)).Select(e => KeyValuePair.Create(e.Key[5..], e.Value)).OrderBy(e => e.Key, StringComparer.Ordinal);

    [GeneratedRegex("^sha256:([0-9a-f]{12})[0-9a-f]*$")]
    private static partial Regex Hash();
}
