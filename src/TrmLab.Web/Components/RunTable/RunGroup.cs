using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TrmLab.Core.Statistics;

namespace TrmLab.Web.Components.RunTable;

/// <summary>Runs that one row of the table stands for.</summary>
/// <param name="Key">Its word in the address.</param>
/// <param name="Title">For people.</param>
/// <param name="Runs">In the table's order.</param>
public sealed record RunGroup(string Key, string Title, IReadOnlyList<RunListItem> Runs)
{
    private const string Ungrouped = "none";
    private const int KeyDigits = 12;

    /// <summary>Groups of runs in the table's order; what the query does not group is null.</summary>
    public static IReadOnlyList<RunGroup>? Of(RunListQuery query, IReadOnlyList<RunListItem> runs)
    {
        if (query.Grouping == RunGrouping.None) return null;
        var groups = runs.GroupBy(r => KeyOf(query.Grouping, r)).Select(g => new RunGroup(g.Key, TitleOf(query.Grouping, [.. g]), [.. g])).ToArray();
        var column = RunColumns.Find(query.Sort) ?? RunColumns.Started;

        // Groups stand by their means, not by their luckiest run.
        if (column.Style is null) return groups;
        var placed = groups.Select(g => (Group: g, Summary: g.Summary(column))).OrderBy(g => g.Summary.Count == 0);
        return [.. (query.Descending ? placed.ThenByDescending(g => g.Summary.Mean) : placed.ThenBy(g => g.Summary.Mean)).Select(g => g.Group)];
    }

    /// <summary>Statistics of a column over the runs that have a value.</summary>
    public SampleSummary Summary(RunColumn column) => SampleSummary.Of([.. Runs.Select(column.Number).OfType<double>().Where(double.IsFinite)]);

    /// <summary>What the group's cell shows: mean and standard deviation, what all runs share, or how many differ.</summary>
    public string Text(RunColumn column)
    {
        if (column.Style is { } style)
        {
            var summary = Summary(column);
            return summary.Count == 0 ? "–" : style.Of(summary.Mean, summary.StandardDeviation);
        }

        if (column == RunColumns.State) return string.Join(", ", Runs.GroupBy(r => r.Status.State.Phase).OrderBy(g => g.Key).Select(g => $"{g.Count()} {g.Key.ToString().ToLowerInvariant()}"));
        if (column == RunColumns.Progress) return $"{Runs.Sum(r => r.Row.Step):#,0} steps";
        if (column == RunColumns.Note) return "";
        var texts = Runs.Select(column.Text).Distinct().ToArray();
        return texts.Length == 1 ? texts[0] : column == RunColumns.Started ? texts.Max()! : $"{texts.Length} different";
    }

    /// <summary>What stands behind the cell's numbers.</summary>
    public string Hint(RunColumn column)
    {
        if (column.Style is not { } style || Summary(column) is not { Count: > 0 } summary) return string.Join(", ", Runs.Select(column.Text).Distinct().Take(20));
        return string.Create(CultureInfo.InvariantCulture, $"mean ± standard deviation over N = {summary.Count} of {Runs.Count} runs, {style.Of(summary.Minimum)} to {style.Of(summary.Maximum)}");
    }

    private static string KeyOf(RunGrouping grouping, RunListItem run) => grouping switch
    {
        RunGrouping.Seed => run.Fields?.SeedGroup ?? run.Id,
        _ => run.Labels.Group.Length > 0 ? KeyOf(run.Labels.Group) : Ungrouped,
    };

    // Not the label itself: addresses list groups between commas, and most labels hold one.
    private static string KeyOf(string label) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(label)))[..KeyDigits];

    private static string TitleOf(RunGrouping grouping, IReadOnlyList<RunListItem> runs)
    {
        if (grouping == RunGrouping.Label) return runs[0].Labels.Group.Length > 0 ? runs[0].Labels.Group : "without a group";
        var names = runs.Select(r => r.Row.Name).ToArray();
        var common = 0;
        while (common < names[0].Length && names.All(n => n.Length > common && n[common] == names[0][common])) common++;
        var title = names.Distinct().Count() == 1 ? names[0] : names[0][..common].TrimEnd(' ', '-', '_', ',', '(', '=', ':');
        if (title.EndsWith("seed", StringComparison.OrdinalIgnoreCase)) title = title[..^4].TrimEnd(' ', '-', '_', ',', '(');
        return title.Length > 0 ? title : names[0];
    }
}

/// <summary>A line of the table: a run, or a group.</summary>
/// <param name="Run">The run; null for a group.</param>
/// <param name="Group">The group, or the one that the run is shown in; null without grouping.</param>
public sealed record RunTableLine(RunListItem? Run, RunGroup? Group)
{
    /// <summary>Lines of a table: groups, and the runs of those that are open.</summary>
    public static List<RunTableLine> Of(RunListQuery query, IReadOnlyList<RunListItem> shown)
    {
        if (RunGroup.Of(query, shown) is not { } groups) return [.. shown.Select(r => new RunTableLine(r, null))];
        return [.. groups.SelectMany(g => new[] { new RunTableLine(null, g) }.Concat(query.Open.Contains(g.Key) ? g.Runs.Select(r => new RunTableLine(r, g)) : []))];
    }
}
