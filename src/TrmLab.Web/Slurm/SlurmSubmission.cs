using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Core.Runs;

namespace TrmLab.Web.Slurm;

/// <summary><c>slurm.json</c> in the run directory: under what name the run was submitted last. Written before sbatch is asked, and again with the job's number.</summary>
public sealed record SlurmSubmission
{
    /// <summary>The job's name: the run's own, or its array's.</summary>
    [JsonPropertyName("name")] public string Name { get; init; } = "";

    /// <summary>The run's index in the array; null without one.</summary>
    [JsonPropertyName("index")] public int? Index { get; init; }

    /// <summary>The job's number; empty as long as sbatch has not told it.</summary>
    [JsonPropertyName("job")] public string Job { get; init; } = "";

    /// <summary>Unix milliseconds.</summary>
    [JsonPropertyName("time")] public long Time { get; init; } = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The run's last submission; null if there is none that can be read.</summary>
    public static SlurmSubmission? Read(RunDirectory run)
    {
        try
        {
            return File.Exists(PathOf(run)) ? JsonSerializer.Deserialize<SlurmSubmission>(File.ReadAllBytes(PathOf(run))) : null;
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Replaces the record.</summary>
    public void Write(RunDirectory run) => DurableFile.Write(PathOf(run), stream => JsonSerializer.Serialize(stream, this));

    private static string PathOf(RunDirectory run) => Path.Combine(run.Root, "slurm.json");
}
