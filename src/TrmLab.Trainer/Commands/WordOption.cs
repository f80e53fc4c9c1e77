using System.CommandLine;
using TrmLab.Core.Configuration;

namespace TrmLab.Trainer.Commands;

/// <summary>An option that takes one of an enumeration's stored words; the first is the default.</summary>
internal static class WordOption
{
    public static Option<T> Of<T>(string name, string description)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>().ToDictionary(value => ConfigField.Word(value), StringComparer.OrdinalIgnoreCase);
        return new Option<T>(name)
        {
            Description = description,
            HelpName = string.Join('|', values.Keys),
            CustomParser = given =>
            {
                var word = given.Tokens[0].Value;
                if (!values.TryGetValue(word, out var value)) given.AddError($"{name} {word}: must be {string.Join(", ", values.Keys)}");
                return value;
            },
        };
    }
}
