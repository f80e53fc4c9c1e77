using System.Globalization;
using TrmLab.Core;

namespace TrmLab.Trainer.Commands;

/// <summary>A range of whole numbers on the command line: <c>4-8</c>, or <c>5</c> for just one.</summary>
internal static class NumberRange
{
    /// <exception cref="InputException">Not a range.</exception>
    public static (int Minimum, int Maximum) Parse(string text, string option)
    {
        var parts = text.Split('-');
        if (parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            && low <= high)
        {
            return (low, high);
        }

        throw new InputException($"{option} {text}: expected a range such as 4-8");
    }
}
