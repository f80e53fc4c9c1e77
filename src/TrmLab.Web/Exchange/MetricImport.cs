using TrmLab.Core;
using TrmLab.Core.Interchange;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Security;
using TrmLab.Web.Supervision;

namespace TrmLab.Web.Exchange;

/// <summary>What an import made.</summary>
/// <param name="Run">The new run's id.</param>
/// <param name="Format">What kind of file it was.</param>
/// <param name="Metrics">Number of metrics.</param>
/// <param name="Points">Points of all metrics.</param>
/// <param name="Notes">What was skipped or replaced.</param>
public sealed record ImportOutcome(string Run, string Format, int Metrics, long Points, IReadOnlyList<string> Notes);

/// <summary>Brings another program's curves in as a run to look at.</summary>
public sealed class MetricImport(RunFolder folder, RunIngest ingest, RunStates states, LabData data)
{
    // A browser's file is at most as large as an upload; one on the server may be larger, and its points must fit into memory beside the dashboard's own.
    private static readonly ImportLimits Limits = ImportLimits.Default with { MostPoints = 10_000_000, LongestLine = 4 * 1024 * 1024 };

    /// <summary>Reads a file and makes a run of it.</summary>
    /// <param name="path">A file or a directory of event files; relative to the data folder.</param>
    /// <param name="name">Name of the run; empty takes the file's.</param>
    /// <param name="weights"><c>ema</c> or <c>raw</c>: which weights the file's evaluations are of.</param>
    /// <exception cref="InputException">It cannot be read, or holds no metrics; nothing was made.</exception>
    public ImportOutcome Run(string path, string name, string weights)
    {
        LabAccess.RequireChange();
        var full = Path.GetFullPath(path, data.Root);
        var (found, format) = MetricFile.Read(full, Limits);
        var run = folder.Of(RunDirectory.NewId());
        var title = name.Trim() is { Length: > 0 } given ? given : Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(full));
        RunImport.Write(found, format, new RunImportOptions(title, weights), run);
        ingest.Discover();
        ingest.CatchUp(run);
        states.Look(run, DateTimeOffset.UtcNow);
        return new ImportOutcome(run.Id, format, found.Series.Count, found.Points, found.Notes);
    }
}
