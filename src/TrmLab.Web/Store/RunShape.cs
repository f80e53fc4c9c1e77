using System.Text.Json;
using TrmLab.Core.Configuration;

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

    /// <summary>The newest run of the same shape whose speed is known.</summary>
    public static (string Run, double StepsPerSecond)? LastSpeed(RunIndex index, RunConfig config)
    {
        var shape = Of(config);
        using var db = index.Open();
        var run = db.Runs.Where(r => r.Shape == shape && r.StepsPerSecond > 0).OrderByDescending(r => r.Run).Select(r => new { r.Run, r.StepsPerSecond }).FirstOrDefault();
        return run is null ? null : (run.Run, run.StepsPerSecond!.Value);
    }
}
