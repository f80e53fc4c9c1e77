using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Exchange;

/// <summary>Downloads of a run's metrics: all points with all digits, from its log.</summary>
public static class ExportEndpoints
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Adds <c>GET /runs/ID/metrics?format=csv|jsonl|tensorboard</c>.</summary>
    public static void MapExports(this IEndpointRouteBuilder routes) => routes.MapGet("/runs/{id}/metrics", Metrics);

    private static IResult Metrics(string id, string? format, RunFolder folder)
    {
        try
        {
            var kind = MetricFile.FormatOf(format ?? "csv");
            var run = folder.Of(id);
            if (!File.Exists(run.Log)) return Results.NotFound($"run {id} has no log");
            return Results.File(Written(run, kind), kind == MetricFormat.Csv ? "text/csv" : "application/octet-stream", MetricFile.NameOf(kind, id));
        }
        catch (InputException e)
        {
            return Results.BadRequest(e.Message);
        }
    }

    // Through a file of its own: the writers do not wait for a slow browser, and a whole export need not fit into memory.
    private static FileStream Written(RunDirectory run, MetricFormat format)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, BufferBytes, FileOptions.DeleteOnClose);
        try
        {
            MetricFile.Write(file, RunLogSeries.Read(run.Log), format);
            file.Position = 0;
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
