using Microsoft.AspNetCore.WebUtilities;
using TrmLab.Core.Interchange;

namespace TrmLab.Web.Components.RunTable;

/// <summary>Download of the runs table: its columns and all runs that its filters leave, also those of closed groups.</summary>
public static class RunTableExport
{
    private const string Address = "runs.csv";

    /// <summary>Adds <c>GET /runs.csv</c>, with the parameters of the table's own address.</summary>
    public static void MapRunTable(this IEndpointRouteBuilder routes) => routes.MapGet("/" + Address, (HttpRequest request, RunListReader reader) =>
    {
        var query = RunListAddress.Read(name => request.Query[name]);
        return Results.File(Write(query, reader.Read(query)), "text/csv", Address);
    });

    /// <summary>Where the file of a table is.</summary>
    public static string AddressOf(RunListQuery query) =>
        QueryHelpers.AddQueryString(Address, RunListAddress.Write(query).Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!.ToString()));

    /// <summary>The file: a line per run in the table's order, with its group's title where runs are grouped.</summary>
    public static byte[] Write(RunListQuery query, IEnumerable<RunListItem> all)
    {
        RunColumn[] columns = [.. query.Columns];
        var shown = query.Of(all);
        string[] ownTitles = ["Run", .. columns.Select(c => c.Title)];
        string[] CellsOf(RunListItem run) => [run.Id, .. columns.Select(c => c.Exported(run))];
        return RunGroup.Of(query, shown) is { } groups
            ? CsvTable.Write(["Group", .. ownTitles], groups.SelectMany(g => g.Runs.Select(r => (string[])[g.Title, .. CellsOf(r)])))
            : CsvTable.Write(ownTitles, shown.Select(CellsOf));
    }
}
