using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Web.Hosting;
using TrmLab.Web.Jobs;
using TrmLab.Web.Queue;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Datasets;

/// <summary>Deletes data sets that were made here, for good: they can be built or generated again.</summary>
public sealed class DatasetRemoval(LabData data, DatasetJobs jobs, LaunchQueue queue, RunStates states, RunFolder folder)
{
    /// <summary>Whether it was made here; samples come with the program.</summary>
    public bool IsPossible(DatasetEntry entry) => Path.GetDirectoryName(entry.Directory) == data.Datasets;

    /// <summary>Deletes a data set; returns the bytes freed.</summary>
    /// <exception cref="InputException">A run or a job uses it, or it cannot be removed.</exception>
    public long Remove(DatasetEntry entry)
    {
        LabAccess.RequireChange();
        if (!IsPossible(entry)) throw new InputException($"{entry.Path} comes with the program and is not deleted");
        if (UserOf(entry) is { } user) throw new InputException($"{entry.Path} is in use: {user}");
        try
        {
            var bytes = entry.Bytes;
            // Out of sight first: what is half deleted is no data set.
            var gone = Path.Combine(data.Datasets, $".deleted-{Guid.NewGuid():n}");
            Directory.Move(entry.Directory, gone);
            jobs.DatasetsChanged();
            Directory.Delete(gone, recursive: true);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{entry.Directory}: cannot be removed: {e.Message}", e);
        }
    }

    private string? UserOf(DatasetEntry entry)
    {
        if (jobs.All.FirstOrDefault(job => job.IsOpen && JobFiles.Uses(data, job.Spec, entry.Directory)) is { } job) return $"the job \"{job.Spec.Title}\" needs it";
        if (states.Live.FirstOrDefault(run => Reads(ConfigOf(run), entry)) is { } live) return $"run {live} is at work with it";
        var waiting = queue.All.SelectMany(q => q.Entries).FirstOrDefault(e => Reads(e.Config ?? ConfigOf(e.Run!), entry));
        return waiting is null ? null : $"{waiting.Name} waits in a queue for it";
    }

    private bool Reads(RunConfig? config, DatasetEntry entry) => config is not null && config.DataPaths.Concat(config.TestDataPaths).Any(path => path.Length > 0 && JobFiles.Touches(data.Resolve(path), entry.Directory));

    private RunConfig? ConfigOf(string run)
    {
        try
        {
            return ConfigJson.ReadFile(folder.Of(run).Config);
        }
        catch (InputException)
        {
            // Nothing is known of what it reads, such as of an imported run.
            return null;
        }
    }
}
