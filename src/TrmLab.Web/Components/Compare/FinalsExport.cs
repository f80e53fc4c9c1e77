using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Web.Comparison;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Components.Compare;

/// <summary>Download of the table of final results.</summary>
public static class FinalsExport
{
    private const string Address = "finals.csv";

    private static readonly string[] Header = ["Run", "Name", "State", "Weights", "Step", "Exact", "95 % lower (Wilson)", "95 % upper (Wilson)", "Puzzles", "Best − last"];

    /// <summary>Adds <c>GET /finals.csv?runs=ID,ID&amp;at=last</c>, with the comparison's own parameters.</summary>
    public static void MapFinals(this IEndpointRouteBuilder routes) => routes.MapGet("/" + Address, (string? runs, string? at, RunIndex index, RunStates states) =>
    {
        var compared = ComparedRun.Read(index, run => states.Of(run).State, CommaList.Read(runs));
        return Results.File(Write(FinalResults.Of(compared, FinalsTable.ChoiceOf(at))), "text/csv", Address);
    });

    /// <summary>Where the file of a table is.</summary>
    public static string AddressOf(IEnumerable<ComparedRun> runs, string? at) => $"{Address}?runs={string.Join(',', runs.Select(r => r.Id))}" + (at is null ? "" : $"&at={at}");

    /// <summary>The file; shares from 0 to 1 with all digits, empty where a run has no such evaluation.</summary>
    public static byte[] Write(IEnumerable<FinalResult> results) => CsvTable.Write(Header, results.Select(r => (string[])
    [
        r.Run.Id,
        r.Run.Row.Name,
        r.Run.State.Phase.ToString(),
        r.Weights,
        CsvTable.Of(r.Evaluation?.Step),
        CsvTable.Of(r.Evaluation?.Exact),
        CsvTable.Of(r.Interval?.Lower),
        CsvTable.Of(r.Interval?.Upper),
        CsvTable.Of(r.Evaluation is { Puzzles: > 0 } e ? e.Puzzles : null),
        CsvTable.Of(r.BestLessLast),
    ]));
}
