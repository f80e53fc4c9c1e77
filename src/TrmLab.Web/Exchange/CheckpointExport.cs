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

    private static async Task<IResult> ExportAsync(string key, string? weights, string? format, CheckpointCatalog catalog, TrainerCommand trainer, CancellationToken cancellation)
    {
        if (LabAccess.IsViewer) return Results.Forbid(); // it starts a process and fills a disk
        var folder = Directory.CreateTempSubdirectory("trmlab-export-").FullName;
        try
        {
            var checkpoint = catalog.Get(key);
            var name = $"{key.Replace('/', '_')}{(weights is null ? "" : "_" + weights)}.{(format == "safetensors" ? "safetensors" : "pt")}";
            var file = Path.Combine(folder, name);
            string[] kind = weights is "raw" or "ema" ? ["--weights", weights] : [];
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
