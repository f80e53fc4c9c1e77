using System.Globalization;
using System.Text;

namespace TrmLab.LabBench;

/// <summary>What was measured beside what was wanted.</summary>
internal sealed class Figures
{
    private readonly List<(string What, string Goal, string Measured)> _rows = [];

    public void Add(string what, string goal, string measured)
    {
        _rows.Add((what, goal, measured));
        Console.WriteLine($"{what}: {measured} (goal {goal})");
    }

    /// <summary>The middle of some figures, with the least and the most.</summary>
    public static string Middle(IEnumerable<double> values, string unit)
    {
        var sorted = values.Order().ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[sorted.Length / 2]:0} {unit} ({sorted[0]:0} to {sorted[^1]:0}, N = {sorted.Length})");
    }

    public static double At(IEnumerable<double> values, double share) => values.Order().ToArray() is { Length: > 0 } sorted ? sorted[(int)((sorted.Length - 1) * share)] : double.NaN;

    public string ToMarkdown()
    {
        var text = new StringBuilder("| what | goal | measured |\n|---|---|---|\n");
        foreach (var (what, goal, measured) in _rows) text.Append(CultureInfo.InvariantCulture, $"| {what} | {goal} | {measured} |\n");
        return text.ToString();
    }
}
