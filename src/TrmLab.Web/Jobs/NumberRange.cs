using System.Globalization;

namespace TrmLab.Web.Jobs;

/// <summary>A range of whole numbers, both ends counted; written <c>4-8</c>.</summary>
public sealed record NumberRange(int Minimum, int Maximum)
{
    /// <summary>Reads <c>4-8</c>, or <c>5</c> for just one; null for anything else.</summary>
    public static NumberRange? TryParse(string text)
    {
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var low)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var high)
            && low <= high ? new NumberRange(low, high) : null;
    }

    public override string ToString() => Minimum == Maximum ? $"{Minimum}" : $"{Minimum}-{Maximum}";
}
