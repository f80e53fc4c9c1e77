using System.CommandLine;
using System.Globalization;

namespace TrmLab.Trainer.Commands;

/// <summary>An option that takes a number with a decimal point. The parser's own reading passes over commas, so that 0,3 would be 3.</summary>
internal static class RealOption
{
    public static Option<double?> Of(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = given =>
        {
            var text = given.Tokens[0].Value;
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return value;
            given.AddError($"{name} {text}: expected a number, with a point for decimals");
            return null;
        },
    };
}
