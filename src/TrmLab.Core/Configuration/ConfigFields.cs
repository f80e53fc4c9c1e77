using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json.Serialization;

namespace TrmLab.Core.Configuration;

/// <summary>One leaf of the configuration, as the help text, the documentation and the form show it.</summary>
/// <param name="Path">Dotted key, such as <c>arch.hidden_size</c>.</param>
/// <param name="Type">The C# type of the value.</param>
/// <param name="Default">The value of a configuration that does not name the field.</param>
/// <param name="Description">What it does.</param>
/// <param name="Symbol">The paper's symbol or null.</param>
public sealed record ConfigField(string Path, Type Type, object? Default, string Description, string? Symbol)
{
    /// <summary>The words that an enumeration field takes; empty for other types.</summary>
    public IReadOnlyList<string> Choices { get; } = ChoicesOf(Nullable.GetUnderlyingType(Type) ?? Type);

    /// <summary>The stored word of an enumeration value.</summary>
    public static string Word(Enum value) =>
        value.GetType().GetField(value.ToString())?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? value.ToString();

    private static string[] ChoicesOf(Type type) =>
        type.IsEnum ? [.. Enum.GetValues(type).Cast<Enum>().Select(Word)] : [];
}

/// <summary>Every field of <see cref="RunConfig"/>, read from the declarations.</summary>
public static class ConfigFields
{
    /// <summary>All leaves in order of declaration.</summary>
    public static IReadOnlyList<ConfigField> All { get; } = [.. Leaves(typeof(RunConfig), new RunConfig(), "")];

    /// <summary>All leaves by dotted key.</summary>
    public static FrozenDictionary<string, ConfigField> ByPath { get; } = All.ToFrozenDictionary(f => f.Path);

    /// <summary>All fields as a Markdown table: the reference of docs/configuration.md.</summary>
    public static string ToMarkdown()
    {
        var defaults = new RunConfig();
        var rows = All.Select(f => $"| `{f.Path}` | {Code(ConfigJson.ValueOf(defaults, f.Path))} | {f.Symbol ?? ""} | {f.Description} |");
        return string.Join('\n', ["| field | default | paper | what it does |", "|---|---|---|---|", .. rows]) + "\n";
    }

    /// <summary>All fields for a terminal: key, default, the paper's symbol in brackets, and what it does on the next line.</summary>
    public static string ToText()
    {
        var defaults = new RunConfig();
        return string.Concat(All.Select(f => $"  {f.Path} = {ConfigJson.ValueOf(defaults, f.Path)}{(f.Symbol is null ? "" : $"  ({f.Symbol})")}\n      {f.Description}\n"));
    }

    private static string Code(string value) => value.Length == 0 ? "" : $"`{value}`";

    private static IEnumerable<ConfigField> Leaves(Type type, object defaults, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(p => p.MetadataToken))
        {
            var field = property.GetCustomAttribute<ConfigFieldAttribute>();
            if (field is null) continue;
            var path = prefix + (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name ?? property.Name);
            var value = property.GetValue(defaults);
            if (property.PropertyType == typeof(ArchConfig))
            {
                foreach (var leaf in Leaves(property.PropertyType, value!, path + ".")) yield return leaf;
            }
            else
            {
                yield return new ConfigField(path, property.PropertyType, value, field.Description, field.Symbol);
            }
        }
    }
}
