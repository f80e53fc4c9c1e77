using TrmLab.Core.Configuration;
using TrmLab.Core.Numerics;

namespace TrmLab.Core.Sweeps;

/// <summary>
/// One field of a sweep and what it takes: values (<c>1e-3, 1e-4</c>; with semicolons where a value holds commas), a range to draw from
/// (<c>1e-5..1e-3 log</c>), or a range with a number of values on it (<c>1e-5..1e-3 log 5</c>).
/// </summary>
public sealed record SweepAxis
{
    private SweepAxis(ConfigField field, IReadOnlyList<string> values, SweepRange? range)
    {
        Field = field;
        Values = values;
        Range = range;
    }

    /// <summary>The field.</summary>
    public ConfigField Field { get; }

    /// <summary>The values of a grid; empty for a range without a number of values.</summary>
    public IReadOnlyList<string> Values { get; }

    /// <summary>The range, if it is one.</summary>
    public SweepRange? Range { get; }

    /// <summary>Reads an axis as a person writes it.</summary>
    /// <exception cref="InputException">An unknown field, a value of the wrong kind, no value, one that stands twice, or a range that is none.</exception>
    public static SweepAxis Parse(string path, string text)
    {
        if (!ConfigFields.ByPath.TryGetValue(path, out var field)) throw new InputException($"{path}: there is no such field");
        if (text.Contains("..", StringComparison.Ordinal) && (field.Type == typeof(int) || field.Type == typeof(double)))
        {
            var range = SweepRange.Parse(field, text);
            return new SweepAxis(field, range.Points(), range);
        }

        var separator = text.Contains(';', StringComparison.Ordinal) || field.Type == typeof(IReadOnlyList<string>) ? ';' : ',';
        var values = text.Split(separator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (values.Length == 0) throw new InputException($"{path}: write its values, separated by commas" + (field.Type == typeof(double) ? ", or a range such as 1e-5..1e-3 log" : ""));
        if (values.GroupBy(v => v).FirstOrDefault(g => g.Count() > 1) is { } twice) throw new InputException($"{path}: {twice.Key} stands there twice");
        // Each by the rules of an assignment: a mistake is told before anything is planned.
        foreach (var value in values) ConfigJson.With(new RunConfig(), [$"{path}={value}"], "");
        return new SweepAxis(field, values, null);
    }

    internal string Draw(SeededRandom random) => Range is { Count: 0 } range ? range.Draw(random) : Values[random.Next(Values.Count)];
}
