using TrmLab.Core;
using TrmLab.Web.Inference;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Exchange;

/// <summary>Downloads of a checkpoint's weights under the keys that the reference loads, made by the trainer's own verb.</summary>
public static class CheckpointExport
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Adds <c>GET /checkpoints/export?key=KEY&amp;weights=raw|ema&amp;format=pt|safetensors</c>.</summary>
    public static void MapCheckpointExport(this IEndpointRouteBuilder routes) => routes.MapGet("/checkpoints/export", ExportAsync);

    private static async Task<IResult> ExportAsync(HttpRequest request, string key, string? weights, string? format, CheckpointCatalog catalog, TrainerCommand trainer, CancellationToken cancellation)
    {
        // It starts a process and fills a disk: nothing that a viewer, or a link on somebody else's page, may do.
        if (LabAccess.IsViewer || RequestGuard.IsFromOtherPage(request)) return Results.Text("Only a page of this dashboard, and only someone who may change things, can start an export.", statusCode: StatusCodes.Status403Forbidden);
        if (weights is not (null or "raw" or "ema")) return Results.BadRequest("weights: raw or ema");
        if (format is not (null or "pt" or "safetensors")) return Results.BadRequest("format: pt or safetensors");
        var folder = Directory.CreateTempSubdirectory("trmlab-export-").FullName;
        try
        {
            var checkpoint = catalog.Get(key);
            var name = $"{key.Replace('/', '_')}{(weights is null ? "" : "_" + weights)}.{(format == "safetensors" ? "safetensors" : "pt")}";
            var file = Path.Combine(folder, name);
            string[] kind = weights is null ? [] : ["--weights", weights];
            await trainer.RunAsync(["checkpoint", "export", checkpoint.Path, "--out", file, .. kind], cancellation);
            // Opened before its folder goes: the file lives until it is sent.
            var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes);
            return Results.File(stream, "application/octet-stream", name);
        }
        catch (InputException e)
        {
            return Results.BadRequest(e.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
