using System.Collections.Immutable;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Components.RunTable;

/// <summary>How the rows of the runs table are put together.</summary>
public enum RunGrouping
{
    /// <summary>Every run by itself.</summary>
    None,

    /// <summary>Runs whose configurations are equal but for seed and name.</summary>
    Seed,

    /// <summary>Runs with the same group label.</summary>
    Label,
}

/// <summary>What the runs table shows of all runs; part of the page's address.</summary>
public sealed record RunListQuery
{
    /// <summary>Everything but what is archived, newest first.</summary>
    public static RunListQuery Default { get; } = new();

    /// <summary>Words of which each must stand in name, id, data, device, tags, group or note.</summary>
    public string Text { get; init; } = "";

    /// <summary>Only these phases; empty for all.</summary>
    public ImmutableSortedSet<string> Phases { get; init; } = [];

    /// <summary>Only these tasks; empty for all.</summary>
    public ImmutableSortedSet<string> Tasks { get; init; } = [];

    /// <summary>Only runs with all of these tags.</summary>
    public ImmutableSortedSet<string> Tags { get; init; } = [];

    /// <summary>The archived runs instead of the others.</summary>
    public bool Archived { get; init; }

    /// <summary>Column to sort by.</summary>
    public string Sort { get; init; } = RunColumns.Started.Id;

    /// <summary>Largest first.</summary>
    public bool Descending { get; init; } = true;

    /// <summary>How rows are put together.</summary>
    public RunGrouping Grouping { get; init; }

    /// <summary>Groups whose runs are shown.</summary>
    public ImmutableSortedSet<string> Open { get; init; } = [];

    /// <summary>Columns added to the standard ones.</summary>
    public ImmutableList<string> Added { get; init; } = [];

    /// <summary>Standard columns that are not shown.</summary>
    public ImmutableSortedSet<string> Hidden { get; init; } = [];

    /// <summary>The columns shown, in order.</summary>
    public IEnumerable<RunColumn> Columns => RunColumns.Standard.Where(c => !Hidden.Contains(c.Id)).Concat(Added.Select(RunColumns.Find).OfType<RunColumn>());

    /// <summary>Whether rows must know their configuration.</summary>
    public bool NeedsFields => Grouping == RunGrouping.Seed || RunColumns.NeedFields(Added.Append(Sort));

    /// <summary>Metrics whose last values are shown.</summary>
    public IEnumerable<string> Metrics => RunColumns.MetricsOf(Added.Append(Sort)).Distinct();

    /// <summary>The runs that belong to it, in its order.</summary>
    public List<RunListItem> Of(IEnumerable<RunListItem> all)
    {
        var words = Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return Ordered(all.Where(r => Passes(r, words)));
    }

    /// <summary>Runs in its order; those without a value come last, whichever way.</summary>
    public List<RunListItem> Ordered(IEnumerable<RunListItem> runs)
    {
        var column = RunColumns.Find(Sort) ?? RunColumns.Started;
        var placed = runs.Select(r => (Run: r, Place: column.PlaceOf(r))).OrderBy(r => r.Place is null);
        var sorted = Descending ? placed.ThenByDescending(r => r.Place?.Number).ThenByDescending(r => r.Place?.Text, StringComparer.Ordinal) : placed.ThenBy(r => r.Place?.Number).ThenBy(r => r.Place?.Text, StringComparer.Ordinal);
        return [.. sorted.ThenByDescending(r => r.Run.Id, StringComparer.Ordinal).Select(r => r.Run)];
    }

    /// <summary>Sorted by a column: again by the same one turns it round.</summary>
    public RunListQuery SortedBy(string column) => this with { Sort = column, Descending = Sort != column || !Descending };

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);

    private bool Passes(RunListItem run, string[] words) =>
        run.Labels.IsArchived == Archived
        && (Phases.IsEmpty || Phases.Contains(run.Status.State.Phase.ToString()))
        && (Tasks.IsEmpty || Tasks.Contains(run.Task))
        && Tags.All(t => run.Labels.Tags.Contains(t))
        && words.All(w => Contains(run.Row.Name, w) || Contains(run.Id, w) || Contains(run.Row.Data, w) || Contains(run.Row.Device, w) || Says(run.Labels, w));

    private static bool Says(RunLabels labels, string word) => !labels.IsEmpty && (Contains(labels.Group, word) || Contains(labels.Note, word) || labels.Tags.Any(t => Contains(t, word)));
}
