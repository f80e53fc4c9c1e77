using System.Text.Json;
using System.Text.Json.Serialization;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Jobs;

/// <summary><c>data/jobs.json</c>: the jobs as they are, for the next start.</summary>
internal sealed class JobFile(LabData data)
{
    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private string FilePath => Path.Combine(data.Root, "jobs.json");

    /// <summary>The jobs of the last time; those that were at work have failed, and what they left half-made is removed.</summary>
    public IReadOnlyList<Job> Read()
    {
        IReadOnlyList<Job> jobs;
        try
        {
            jobs = File.Exists(FilePath) ? JsonSerializer.Deserialize<Job[]>(File.ReadAllBytes(FilePath), Format) ?? [] : [];
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            // Of another version, or damaged: the data sets themselves do not depend on it.
            File.Move(FilePath, FilePath + ".unreadable", overwrite: true);
            return [];
        }

        return [.. jobs.Select(job => job.State == JobState.Running ? Interrupted(job) : job)];
    }

    public void Write(IReadOnlyList<Job> jobs)
    {
        try
        {
            File.WriteAllBytes(FilePath + ".tmp", JsonSerializer.SerializeToUtf8Bytes(jobs, Format));
            File.Move(FilePath + ".tmp", FilePath, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A full disk must not end the queue: the list in memory counts, and the next change is written again.
        }
    }

    private Job Interrupted(Job job)
    {
        if (job.Spec.Dataset is { } name && DatasetName.Problem(name) is null && Directory.Exists(data.Datasets))
        {
            // The digits of the writer's own names: another data set's name may begin like this one's.
            foreach (var partial in Directory.GetDirectories(data.Datasets, $".{name}.{new string('?', 32)}.partial")) Directory.Delete(partial, recursive: true);
        }

        return job with { State = JobState.Failed, Message = JobRunner.Stopped };
    }
}
