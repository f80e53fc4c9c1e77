using Microsoft.AspNetCore.WebUtilities;
using TrmLab.Core.Interchange;

namespace TrmLab.Web.Exchange;

/// <summary>Tables as downloads.</summary>
internal static class TableFile
{
    /// <summary>The table in the form that the address asks for.</summary>
    /// <param name="table">The table.</param>
    /// <param name="name">The file's, without its ending.</param>
    /// <param name="format"><c>json</c>, or <c>csv</c>, which null means.</param>
    public static IResult Of(ExportTable table, string name, string? format) => format switch
    {
        null or "csv" => Results.File(table.ToCsv(), "text/csv", name + ".csv"),
        "json" => Results.File(table.ToJson(), "application/json", name + ".json"),
        _ => Unknown,
    };

    /// <summary>The answer to a form that is none.</summary>
    public static IResult Unknown { get; } = Results.BadRequest("format: csv or json");

    /// <summary>Where the same file is as JSON.</summary>
    public static string AsJson(string address) => QueryHelpers.AddQueryString(address, "format", "json");
}
