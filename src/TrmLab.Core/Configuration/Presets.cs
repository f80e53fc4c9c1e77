using System.Reflection;

namespace TrmLab.Core.Configuration;

/// <summary>The configurations that ship with the program, from <c>data/presets</c>.</summary>
public static class Presets
{
    private const string Prefix = "presets/";

    private static readonly string[] First =
    [
        "sudoku-4x4-demo", "sudoku-9x9-demo", "sudoku-extreme-mlp", "sudoku-extreme-attention", "maze-hard", "arc1", "arc2",
        "sudoku-extreme-singlez", "sudoku-extreme-hier6", "sudoku-extreme-hrm", "sudoku-extreme-transformer", "sudoku-extreme-cgar",
    ];

    /// <summary>All names in the order a newcomer would try them: the two demos, the paper's recipes, further networks, then the ablations.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => Path.GetFileNameWithoutExtension(n[Prefix.Length..]))
            .OrderBy(n => Array.IndexOf(First, n) is var i and >= 0 ? i : First.Length)
            .ThenBy(n => n, StringComparer.Ordinal),
    ];

    /// <summary>A preset by name.</summary>
    /// <exception cref="InputException">There is no such preset.</exception>
    public static RunConfig Get(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.json");
        if (stream is null)
        {
            var nearest = NearestWord.Of(name, Names);
            throw new InputException($"unknown preset '{name}'" + (nearest is null ? "" : $"; did you mean '{nearest}'?") + $" There are: {string.Join(", ", Names)}");
        }

        using var reader = new StreamReader(stream);
        return ConfigJson.Read(reader.ReadToEnd(), $"preset {name}");
    }
}
