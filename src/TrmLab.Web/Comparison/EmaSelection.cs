using TrmLab.Core;
using TrmLab.Core.Results.Ema;
using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Comparison;

/// <summary>The runs that an EMA report is about: a group, or runs named one by one.</summary>
/// <param name="Title">Of the report.</param>
/// <param name="Runs">At least one.</param>
public sealed record EmaSelection(string Title, IReadOnlyList<ComparedRun> Runs)
{
    /// <summary>Finds the runs.</summary>
    /// <param name="index">The index.</param>
    /// <param name="folder">Run directories.</param>
    /// <param name="labels">Where groups are written.</param>
    /// <param name="stateOf">State of a run.</param>
    /// <param name="group">A group's name; null or empty to name runs.</param>
    /// <param name="runs">Ids, separated by commas.</param>
    /// <exception cref="InputException">There are no such runs.</exception>
    public static EmaSelection Of(RunIndex index, RunFolder folder, RunLabelShelf labels, Func<string, RunState> stateOf, string? group, string? runs)
    {
        string[] ids = string.IsNullOrEmpty(group)
            ? CommaList.Read(runs)
            : [.. folder.All().Where(r => labels.Of(r.Id).Group == group).Select(r => r.Id)];
        var found = ComparedRun.Read(index, stateOf, ids);
        if (found.Count == 0) throw new InputException(string.IsNullOrEmpty(group) ? "None of these runs is here (any more)." : $"No run is in a group '{group}' (any more).");
        var title = !string.IsNullOrEmpty(group) ? $"EMA report: {group}" : found.Count == 1 ? $"EMA report: {found[0].Label}" : $"EMA report of {found.Count} runs";
        return new EmaSelection(title, found);
    }

    /// <summary>Groups and the number of their runs.</summary>
    public static IReadOnlyList<(string Group, int Count)> Groups(RunFolder folder, RunLabelShelf labels) =>
        [.. folder.All().Select(r => labels.Of(r.Id).Group).Where(g => g.Length > 0).GroupBy(g => g).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Count()))];

    /// <summary>The figures.</summary>
    /// <exception cref="InputException">None of the runs has an evaluation.</exception>
    public EmaReport Report() => EmaReport.Of([.. Runs.Select(EmaRuns.Of)]);
}
