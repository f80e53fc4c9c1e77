using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Web.Comparison;
using TrmLab.Web.Exchange;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Compare;

/// <summary>Download of the table of final results.</summary>
public static class FinalsExport
{
    private const string Address = "finals.csv";

    private static readonly string[] Header = ["Run", "Name", "State", "Weights", "Step", "Exact", "95 % lower (Wilson)", "95 % upper (Wilson)", "Puzzles", "Best − last"];

    /// <summary>Adds <c>GET /finals.csv?runs=ID,ID&amp;at=last</c>, with the comparison's own parameters and <c>format=json</c> for another form.</summary>
    public static void MapFinals(this IEndpointRouteBuilder routes) => routes.MapGet("/" + Address, (string? runs, string? at, string? format, RunIndex index, RunStates states) =>
    {
        var compared = ComparedRun.Read(index, run => states.Of(run).State, CommaList.Read(runs));
        return TableFile.Of(Table(FinalResults.Of(compared, FinalsTable.ChoiceOf(at))), "finals", format);
    });

    /// <summary>Where the file of a table is.</summary>
    public static string AddressOf(IEnumerable<ComparedRun> runs, string? at) => $"{Address}?runs={string.Join(',', runs.Select(r => r.Id))}" + (at is null ? "" : $"&at={at}");

    /// <summary>Shares from 0 to 1; nothing where a run has no such evaluation.</summary>
    public static ExportTable Table(IEnumerable<FinalResult> results) => new(Header, results.Select(r => (object?[])
    [
        r.Run.Id,
        r.Run.Row.Name,
        r.Run.State.Phase.ToString(),
        r.Weights,
        r.Evaluation?.Step,
        r.Evaluation?.Exact,
        r.Interval?.Lower,
        r.Interval?.Upper,
        r.Evaluation is { Puzzles: > 0 } e ? e.Puzzles : null,
        r.BestLessLast,
    ]));
}
