using System.Collections.Concurrent;
using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Live;
using TrmLab.Web.Security;

namespace TrmLab.Web.Supervision;

/// <summary>The labels of runs, read again when their files change: other programs may write them too.</summary>
public sealed class RunLabelShelf(RunFolder folder, RunFeed feed)
{
    private readonly ConcurrentDictionary<string, (DateTime Written, long Length, RunLabels Labels)> _known = new();

    /// <summary>A run's labels as they stand now.</summary>
    public RunLabels Of(string run)
    {
        var directory = folder.Of(run);
        var file = new FileInfo(directory.Labels);
        if (!file.Exists) return RunLabels.None;
        var (written, length) = (file.LastWriteTimeUtc, file.Length);
        if (_known.TryGetValue(run, out var known) && known.Written == written && known.Length == length) return known.Labels;
        var labels = RunLabels.Read(directory);
        _known[run] = (written, length, labels);
        return labels;
    }

    /// <summary>Replaces a run's labels and tells its followers.</summary>
    /// <exception cref="InputException">The visitor may only look.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string run, RunLabels labels)
    {
        LabAccess.RequireChange();
        labels.Write(folder.Of(run));
        _known.TryRemove(run, out _);
        feed.Changed(run);
    }
}
