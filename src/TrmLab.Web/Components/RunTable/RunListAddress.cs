using System.Collections.Immutable;
using TrmLab.Core;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Components.RunTable;

/// <summary>A runs table as the parameters of an address. What is absent or wrong takes its default; a default is left out.</summary>
public static class RunListAddress
{
    /// <summary>Reads an address.</summary>
    /// <param name="parameter">Gives a parameter's text by its name.</param>
    public static RunListQuery Read(Func<string, string?> parameter)
    {
        var sort = parameter("sort") ?? "";
        var column = RunColumns.Find(sort.TrimStart('-'));
        return new RunListQuery
        {
            Text = parameter("q")?.Trim() ?? "",
            Phases = [.. CommaList.Read(parameter("state")).Select(w => Enum.TryParse<RunPhase>(w, ignoreCase: true, out var phase) && Enum.IsDefined(phase) ? phase.ToString() : null).OfType<string>()],
            Tasks = [.. CommaList.Read(parameter("task"))],
            Tags = [.. CommaList.Read(parameter("tag"))],
            Archived = parameter("archived") == "1",
            Sort = column?.Id ?? RunColumns.Started.Id,
            Descending = column is null || sort.StartsWith('-'),
            Grouping = Enum.TryParse<RunGrouping>(parameter("group"), ignoreCase: true, out var grouping) && Enum.IsDefined(grouping) ? grouping : RunGrouping.None,
            Open = [.. CommaList.Read(parameter("open"))],
            Added = [.. CommaList.Read(parameter("cols")).Where(id => RunColumns.Find(id) is { } c && !RunColumns.Standard.Contains(c)).Distinct()],
            Hidden = [.. CommaList.Read(parameter("hide"))],
        };
    }

    /// <summary>All parameters of the table; null for those to leave out.</summary>
    public static Dictionary<string, object?> Write(RunListQuery query) => new()
    {
        ["q"] = query.Text.Length > 0 ? query.Text : null,
        ["state"] = Joined(query.Phases)?.ToLowerInvariant(),
        ["task"] = Joined(query.Tasks),
        ["tag"] = Joined(query.Tags),
        ["archived"] = query.Archived ? "1" : null,
        ["sort"] = query is { Descending: true } && query.Sort == RunColumns.Started.Id ? null : (query.Descending ? "-" : "") + query.Sort,
        ["group"] = query.Grouping == RunGrouping.None ? null : query.Grouping.ToString().ToLowerInvariant(),
        ["open"] = Joined(query.Open),
        ["cols"] = Joined(query.Added),
        ["hide"] = Joined(query.Hidden),
    };

    private static string? Joined(IReadOnlyCollection<string> words) => words.Count == 0 ? null : string.Join(',', words);
}
