using System.Text;
using TrmLab.Core;
using TrmLab.Core.Results.Ema;
using TrmLab.Web.Comparison;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Exchange;

/// <summary>Downloads of the EMA report.</summary>
public static class EmaReportExport
{
    /// <summary>Adds <c>GET /ema-report/export?format=md|html&amp;group=NAME</c> or <c>&amp;runs=ID,ID</c>.</summary>
    public static void MapEmaReportExport(this IEndpointRouteBuilder routes) => routes.MapGet("/ema-report/export", Export);

    private static IResult Export(string? format, string? group, string? runs, RunIndex index, RunFolder folder, RunLabelShelf labels, RunStates states, PuzzlePairing pairing)
    {
        try
        {
            var selection = EmaSelection.Of(index, folder, labels, run => states.Of(run).State, group, runs);
            var pairs = EmaPairing.Of(pairing, selection.Runs).Where(p => p.Table is not null).Select(p => new EmaPairedRun(p.Run.Label, p.Step, p.Table!.Value));
            var document = EmaReportDocument.Of(selection.Report(), selection.Title, [.. pairs]);
            var name = string.Concat((string.IsNullOrEmpty(group) ? selection.Runs[0].Id : group).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-'));
            return format == "html"
                ? Results.File(Encoding.UTF8.GetBytes(document.ToHtml()), "text/html; charset=utf-8", $"ema-report-{name}.html")
                : Results.File(Encoding.UTF8.GetBytes(document.ToMarkdown()), "text/markdown; charset=utf-8", $"ema-report-{name}.md");
        }
        catch (InputException e)
        {
            return Results.BadRequest(e.Message);
        }
    }
}
