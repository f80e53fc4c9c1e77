using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Jobs;

/// <summary>Files in <c>data/downloads</c> and <c>data/uploads</c>: they are only needed until a data set is built of them.</summary>
public sealed class SpentFiles(LabData data, DatasetJobs jobs)
{
    // A form that is being filled in has its upload already and no job yet.
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(1);

    /// <summary>Removes the published files that no queued or running job needs; returns the bytes freed.</summary>
    /// <exception cref="InputException">A file cannot be removed.</exception>
    public long ClearDownloads() => Clear(data.Downloads, DateTime.MaxValue);

    /// <summary>Removes what a browser sent, but what a queued or running job needs and what came within the last hour; returns the bytes freed.</summary>
    /// <exception cref="InputException">A file cannot be removed.</exception>
    public long ClearUploads() => Clear(data.Uploads, DateTime.UtcNow - Fresh);

    private long Clear(string folder, DateTime before)
    {
        LabAccess.RequireChange();
        if (!Directory.Exists(folder)) return 0;
        var open = jobs.All.Where(job => job.IsOpen).Select(job => job.Spec).ToArray();
        var freed = 0L;
        foreach (var entry in new DirectoryInfo(folder).GetFileSystemInfos().Where(e => e.LastWriteTimeUtc < before && !open.Any(spec => JobFiles.Uses(data, spec, e.FullName))))
        {
            var bytes = DiskUse.Of(entry.FullName);
            DiskUse.Delete(entry);
            freed += bytes;
        }

        return freed;
    }
}
