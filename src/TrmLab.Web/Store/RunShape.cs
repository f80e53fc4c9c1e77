using System.Text.Json;
using TrmLab.Core.Configuration;
using TrmLab.Web.Lanes;

namespace TrmLab.Web.Store;

/// <summary>What decides how long a training step takes.</summary>
public static class RunShape
{
    /// <summary>The shape as text; equal for configurations whose steps cost the same.</summary>
    public static string Of(RunConfig config) => JsonSerializer.Serialize(new
    {
        config.Arch,
        config.BatchSize,
        config.DataPaths,
        config.Device,
        config.Threads,
        config.Engine,
    });

    /// <summary>The newest run of the same shape whose speed on such a device is known; none for other machines, whose devices differ.</summary>
    public static (string Run, double StepsPerSecond)? LastSpeed(RunIndex index, RunConfig config, LaneKind kind)
    {
        if (kind == LaneKind.Remote) return null;
        var (shape, device) = (Of(config), kind == LaneKind.Cpu ? "cpu" : "cuda");
        using var db = index.Open();
        var run = db.Runs.Where(r => r.Shape == shape && r.StepsPerSecond > 0 && r.Device.StartsWith(device)).OrderByDescending(r => r.Run).Select(r => new { r.Run, r.StepsPerSecond }).FirstOrDefault();
        return run is null ? null : (run.Run, run.StepsPerSecond!.Value);
    }
}
