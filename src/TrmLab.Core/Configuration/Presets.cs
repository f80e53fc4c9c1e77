using System.Reflection;

namespace TrmLab.Core.Configuration;

/// <summary>The configurations that ship with the program, from <c>data/presets</c>.</summary>
public static class Presets
{
    private const string Prefix = "presets/";

    /// <summary>All names in the order a newcomer would try them: the two demos first.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames()
            .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => Path.GetFileNameWithoutExtension(n[Prefix.Length..]))
            .OrderByDescending(n => n.EndsWith("-demo", StringComparison.Ordinal))
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
