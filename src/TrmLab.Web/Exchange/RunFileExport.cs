using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Exchange;

/// <summary>Downloads of a run's own files that are text: its configuration, its events and its trainer's output.</summary>
public static class RunFileExport
{
    private const int BufferBytes = 1 << 16;

    // The only names that are served: the rest of an address becomes no path.
    private static readonly string[] Served = NamesIn(RunDirectory.At("run"));

    /// <summary>Adds <c>GET /runs/ID/files/NAME</c>.</summary>
    public static void MapRunFiles(this IEndpointRouteBuilder routes) => routes.MapGet("/runs/{id}/files/{name}", Download);

    /// <summary>Where a run's file is.</summary>
    /// <param name="path">One of the run's files that are served.</param>
    public static string AddressOf(RunDirectory run, string path) => $"runs/{run.Id}/files/{Path.GetFileName(path)}";

    private static string[] NamesIn(RunDirectory run) => [.. new[] { run.Config, run.Log, run.Output }.Select(path => Path.GetFileName(path))];

    private static IResult Download(string id, string name, RunFolder folder)
    {
        try
        {
            if (!Served.Contains(name)) throw new InputException($"{name}: expected {string.Join(", ", Served)}");
            var path = folder.Of(id).Resolve(name);
            if (!File.Exists(path)) return Results.NotFound($"run {id} has no {name}");
            return Results.Stream(body => Copy(path, body), "application/octet-stream", $"{id}-{name}");
        }
        catch (InputException e)
        {
            return Results.BadRequest(e.Message);
        }
    }

    // As much as there was at first: somebody may be writing it, and a file that grows as fast as it is read has no end.
    private static async Task Copy(string path, Stream body)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferBytes, FileOptions.Asynchronous);
        var buffer = new byte[BufferBytes];
        for (var left = file.Length; left > 0;)
        {
            var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)));
            if (read == 0) return;
            await body.WriteAsync(buffer.AsMemory(0, read));
            left -= read;
        }
    }
}
