using Microsoft.AspNetCore.WebUtilities;
using TrmLab.Core.Interchange;
using TrmLab.Web.Exchange;

namespace TrmLab.Web.Components.RunTable;

/// <summary>Download of the runs table: its columns and all runs that its filters leave, also those of closed groups.</summary>
public static class RunTableExport
{
    private const string Address = "runs.csv";

    /// <summary>Adds <c>GET /runs.csv</c>, with the parameters of the table's own address and <c>format=json</c> for another form.</summary>
    public static void MapRunTable(this IEndpointRouteBuilder routes) => routes.MapGet("/" + Address, (HttpRequest request, string? format, RunListReader reader) =>
    {
        var query = RunListAddress.Read(name => request.Query[name]);
        return TableFile.Of(Table(query, reader.Read(query)), "runs", format);
    });

    /// <summary>Where the file of a table is.</summary>
    public static string AddressOf(RunListQuery query) =>
        QueryHelpers.AddQueryString(Address, RunListAddress.Write(query).Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!.ToString()));

    /// <summary>A row per run in the table's order, with its group's title where runs are grouped.</summary>
    public static ExportTable Table(RunListQuery query, IEnumerable<RunListItem> all)
    {
        RunColumn[] columns = [.. query.Columns];
        var shown = query.Of(all);
        string[] ownTitles = ["Run", .. columns.Select(c => c.Title)];
        object?[] CellsOf(RunListItem run) => [run.Id, .. columns.Select(c => c.Exported(run))];
        return RunGroup.Of(query, shown) is { } groups
            ? new ExportTable(["Group", .. ownTitles], groups.SelectMany(g => g.Runs.Select(r => (object?[])[g.Title, .. CellsOf(r)])))
            : new ExportTable(ownTitles, shown.Select(CellsOf));
    }
}
