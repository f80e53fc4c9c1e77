using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Sweeps;

/// <summary>A range of numbers.</summary>
/// <param name="Minimum">Smallest value.</param>
/// <param name="Maximum">Largest value.</param>
/// <param name="Logarithmic">Even on a logarithmic scale.</param>
/// <param name="Whole">Whole numbers only.</param>
/// <param name="Count">How many values a grid takes from it, ends included; 0 for a range that is only drawn from.</param>
public sealed record SweepRange(double Minimum, double Maximum, bool Logarithmic, bool Whole, int Count)
{
    /// <summary>Reads <c>1e-5..1e-3</c>, with <c>log</c> and a number of values behind it if wanted.</summary>
    /// <exception cref="InputException">It is none.</exception>
    public static SweepRange Parse(ConfigField field, string text)
    {
        var words = text.Replace("..", " .. ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var problem = new InputException($"{field.Path}: {text} is no range; write it like 1e-5..1e-3, 1e-5..1e-3 log, or with a number of values 1e-5..1e-3 log 5");
        if (words is not [var low, "..", var high, .. var rest]) throw problem;
        if (!Number(low, out var minimum) || !Number(high, out var maximum)) throw problem;
        var logarithmic = rest is ["log", ..];
        if (logarithmic) rest = rest[1..];
        var count = 0;
        if (rest.Length > 1 || (rest.Length == 1 && (!int.TryParse(rest[0], NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is < 2 or > SeedPlans.Limit))) throw problem;
        if (minimum >= maximum) throw new InputException($"{field.Path}: {text}: the range must rise");
        if (logarithmic && minimum <= 0) throw new InputException($"{field.Path}: {text}: a logarithmic range must begin above 0");
        return new SweepRange(minimum, maximum, logarithmic, field.Type == typeof(int), count);
    }

    /// <summary>The values of a grid, without doubles that rounding makes.</summary>
    public IReadOnlyList<string> Points() => [.. Enumerable.Range(0, Count).Select(i => Text(At(i / (Count - 1.0)))).Distinct()];

    internal string Draw(SeededRandom random) => Text(At((random.NextUInt64() >> 11) * (1.0 / (1UL << 53))));

    private double At(double share) => Logarithmic ? Minimum * Math.Pow(Maximum / Minimum, share) : Minimum + ((Maximum - Minimum) * share);

    // Four digits tell a learning rate well enough, and can be read.
    private string Text(double value) => Whole
        ? Math.Round(value).ToString("0", CultureInfo.InvariantCulture)
        : double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);

    private static bool Number(string text, out double value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
}
