using System.Globalization;
using TrmLab.Core.Configuration;
using TrmLab.Web.Components.Controls;

namespace TrmLab.Web.Components.RunTable;

/// <summary>All columns of the runs table: those that are always there, and any field of the configuration or any metric.</summary>
public static class RunColumns
{
    private const string ConfigPrefix = "c.";
    private const string MetricPrefix = "m.";

    /// <summary>State.</summary>
    public static RunColumn State { get; } = RunColumn.OfTexts("state", "State", r => r.Status.State.Phase.ToString());

    /// <summary>Name, with the reason or the data below.</summary>
    public static RunColumn Name { get; } = RunColumn.OfTexts("name", "Name", r => r.Row.Name);

    /// <summary>Steps done.</summary>
    public static RunColumn Progress { get; } = RunColumn.OfTexts("step", "Progress", r => Show.Count(r.Row.Step), number: r => r.Row.Step, exported: r => r.Row.Step);

    /// <summary>Tags.</summary>
    public static RunColumn Tags { get; } = RunColumn.OfTexts("tags", "Tags", r => string.Join(", ", r.Labels.Tags));

    /// <summary>Note.</summary>
    public static RunColumn Note { get; } = RunColumn.OfTexts("note", "Note", r => r.Labels.Note);

    /// <summary>What the run trains on.</summary>
    public static RunColumn Task { get; } = RunColumn.OfTexts("task", "Task", r => r.Task, "By the words of its data");

    /// <summary>When the run began; the table's own order.</summary>
    public static RunColumn Started { get; } = RunColumn.OfTexts(
        "created",
        "Started",
        r => Show.Time(StartOf(r)) is { Length: > 16 } time ? time[..16] : "–",
        number: r => StartOf(r),
        exported: r => StartOf(r) is > 0 and var start ? DateTimeOffset.FromUnixTimeMilliseconds(start).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) : null);

    /// <summary>The columns that are there unless they are hidden.</summary>
    public static IReadOnlyList<RunColumn> Standard { get; } =
    [
        State,
        Name,
        Progress,
        RunColumn.OfNumbers("ema", "Best EMA", r => r.Row.BestEma, NumberStyle.Percent, "Best exact accuracy of the averaged weights"),
        RunColumn.OfNumbers("raw", "Best raw", r => r.Row.BestRaw, NumberStyle.Percent, "Best exact accuracy of the raw weights"),
        RunColumn.OfNumbers("drop", "Last − best", r => r.LastMinusBest, NumberStyle.Points, "Last exact accuracy minus the best, percentage points"),
        RunColumn.OfNumbers("speed", "Steps/s", r => r.Row.StepsPerSecond, NumberStyle.Significant),
        RunColumn.OfTexts("device", "Device", r => r.Row.Device),
        RunColumn.OfTexts("seed", "Seed", r => r.Row.Seed.ToString(CultureInfo.InvariantCulture), number: r => r.Row.Seed, exported: r => r.Row.Seed),
        Started,
        Tags,
        Note,
    ];

    /// <summary>Columns that are there when they are chosen: the row says the same in other words.</summary>
    public static IReadOnlyList<RunColumn> Optional { get; } = [Task];

    /// <summary>A column by its word in an address; null if there is none.</summary>
    public static RunColumn? Find(string id)
    {
        if (Standard.Concat(Optional).FirstOrDefault(c => c.Id == id) is { } known) return known;
        if (id.StartsWith(ConfigPrefix, StringComparison.Ordinal) && ConfigFields.ByPath.TryGetValue(id[ConfigPrefix.Length..], out var field)) return OfField(field);
        return id.StartsWith(MetricPrefix, StringComparison.Ordinal) && id.Length > MetricPrefix.Length ? OfMetric(id[MetricPrefix.Length..]) : null;
    }

    /// <summary>The word for a field or a metric that somebody named; null if it is empty.</summary>
    public static string? IdOf(string name) => name.Trim() switch
    {
        "" => null,
        var path when ConfigFields.ByPath.ContainsKey(path) => ConfigPrefix + path,
        var metric => MetricPrefix + metric,
    };

    /// <summary>Metrics that columns show.</summary>
    public static IEnumerable<string> MetricsOf(IEnumerable<string> ids) => ids.Where(i => i.StartsWith(MetricPrefix, StringComparison.Ordinal)).Select(i => i[MetricPrefix.Length..]);

    /// <summary>Whether any of them needs the configuration.</summary>
    public static bool NeedFields(IEnumerable<string> ids) => ids.Any(i => i.StartsWith(ConfigPrefix, StringComparison.Ordinal));

    private static long? StartOf(RunListItem run) => run.Row.Started ?? run.Row.Created;

    private static RunColumn OfField(ConfigField field)
    {
        var numeric = (Nullable.GetUnderlyingType(field.Type) ?? field.Type) is var type && (type == typeof(int) || type == typeof(double));
        string Text(RunListItem r) => r.Fields?.Values.GetValueOrDefault(field.Path) ?? "";
        double? Number(RunListItem r) => double.TryParse(Text(r), CultureInfo.InvariantCulture, out var n) ? n : null;
        return numeric
            ? RunColumn.OfNumbers(ConfigPrefix + field.Path, field.Path, Number, NumberStyle.General, field.Description)
            : RunColumn.OfTexts(ConfigPrefix + field.Path, field.Path, Text, field.Description);
    }

    private static RunColumn OfMetric(string metric) => RunColumn.OfNumbers(
        MetricPrefix + metric, metric, r => r.Metrics.TryGetValue(metric, out var value) ? value : null, NumberStyle.General, "Last value logged");
}
