using System.Text.Json;
using System.Text.RegularExpressions;

namespace TrmLab.Core.Configuration;

/// <summary>One <c>key=value</c> of the reference program: a word of its command line, or a line of its <c>all_config.yaml</c>.</summary>
/// <param name="Key">Dotted key, such as <c>arch.mlp_t</c>.</param>
/// <param name="Value">As written, without quotes.</param>
public sealed partial record ReferenceWord(string Key, string Value)
{
    /// <summary>Reads a word of the command line; a leading <c>+</c>, which adds a key there, changes nothing here.</summary>
    /// <exception cref="InputException">Not <c>key=value</c>.</exception>
    public static ReferenceWord Parse(string text)
    {
        if (text.StartsWith('~')) throw new InputException($"{text}: deleting a key is not offered; leave the word out");
        var equals = text.IndexOf('=');
        var key = equals < 0 ? "" : text[..equals].TrimStart('+').Trim();
        if (key.Length == 0) throw new InputException($"{text}: expected key=value, such as arch.L_cycles=6");
        return new ReferenceWord(key, Unquoted(text[(equals + 1)..].Trim()));
    }

    /// <summary>The scalars of <c>all_config.yaml</c>; <c>data_paths.0</c>, <c>data_paths.1</c>, ... become one list.</summary>
    public static IReadOnlyList<ReferenceWord> FromScalars(IEnumerable<KeyValuePair<string, string>> scalars)
    {
        var words = new List<ReferenceWord>();
        foreach (var group in scalars.GroupBy(scalar => ListIndex().Replace(scalar.Key, "")))
        {
            var isList = group.Any(scalar => scalar.Key != group.Key);
            words.Add(new ReferenceWord(group.Key, isList ? JsonSerializer.Serialize(group.Select(scalar => scalar.Value)) : group.First().Value));
        }

        return words;
    }

    /// <summary>True for null in any of its spellings.</summary>
    public bool IsNull => Value is "null" or "None" or "~" or "";

    public override string ToString() => $"{Key}={Value}";

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;

    [GeneratedRegex(@"\.[0-9]+$")]
    private static partial Regex ListIndex();
}
