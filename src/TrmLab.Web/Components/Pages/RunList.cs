using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Pages;

/// <summary>A row of the runs table.</summary>
public sealed record RunListItem(RunRow Row, RunStatus Status)
{
    /// <summary>EMA where the run has it, else raw: the figure that the last is compared with.</summary>
    public double? Best => Row.BestEma ?? Row.BestRaw;

    /// <summary>Last minus best, of the same weights; negative when the run got worse after its best.</summary>
    public double? LastMinusBest => (Row.LastEma is null ? Row.LastRaw : Row.LastEma) - Best;

    /// <summary>Time that remains at the present speed; null if it cannot be said.</summary>
    public TimeSpan? Remaining => !Status.State.IsOver && Row.TotalSteps > Row.Step && Row.StepsPerSecond is > 0 and var speed
        ? TimeSpan.FromSeconds(Math.Min((Row.TotalSteps - Row.Step) / speed, TimeSpan.MaxValue.TotalSeconds / 2))
        : null;
}

/// <summary>What the runs table shows of all runs; part of the page's address.</summary>
/// <param name="Text">Words that the name, the id or the data must contain; empty for all.</param>
/// <param name="Phase">Only this phase; null for all.</param>
/// <param name="Sort">Column.</param>
/// <param name="Descending">Largest first.</param>
public sealed record RunListQuery(string Text, RunPhase? Phase, string Sort, bool Descending)
{
    private static readonly Dictionary<string, Func<RunListItem, IComparable?>> Columns = new()
    {
        ["created"] = r => r.Row.Created,
        ["state"] = r => r.Status.State.Phase,
        ["name"] = r => r.Row.Name,
        ["step"] = r => r.Row.Step,
        ["ema"] = r => r.Row.BestEma,
        ["raw"] = r => r.Row.BestRaw,
        ["drop"] = r => r.LastMinusBest,
        ["speed"] = r => r.Row.StepsPerSecond,
        ["device"] = r => r.Row.Device,
        ["seed"] = r => r.Row.Seed,
    };

    /// <summary>Reads the parts of an address; what is absent or wrong takes its default: newest first.</summary>
    public static RunListQuery Parse(string? text, string? phase, string? sort) => new(
        text?.Trim() ?? "",
        Enum.TryParse<RunPhase>(phase, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) ? parsed : null,
        sort?.TrimStart('-') is { } column && Columns.ContainsKey(column) ? column : "created",
        sort is null || sort.StartsWith('-') || !Columns.ContainsKey(sort));

    /// <summary>The rows that belong to it, in its order.</summary>
    public List<RunListItem> Of(IEnumerable<RunListItem> all)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var kept = all.Where(r => Phase is null || r.Status.State.Phase == Phase)
            .Where(r => words.All(w => Contains(r.Row.Name, w) || Contains(r.Row.Run, w) || Contains(r.Row.Data, w)));
        var key = Columns[Sort];
        // Rows without the value come last, whichever way.
        var withValue = kept.OrderBy(r => key(r) is null);
        return [.. (Descending ? withValue.ThenByDescending(key) : withValue.ThenBy(key)).ThenByDescending(r => r.Row.Run, StringComparer.Ordinal)];
    }

    /// <summary>The address's word for sorting by a column: again by the same one turns it round.</summary>
    public string SortBy(string column) => Sort == column && Descending ? column : "-" + column;

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
