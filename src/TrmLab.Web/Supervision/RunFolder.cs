using TrmLab.Core;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>The run directories of the data folder, whoever made them.</summary>
public sealed class RunFolder(LabData data)
{
    /// <summary>All run directories in order of their ids: those with a configuration or a log.</summary>
    public IReadOnlyList<RunDirectory> All()
    {
        if (!Directory.Exists(data.Runs)) return [];
        return [.. Directory.EnumerateDirectories(data.Runs).Order(StringComparer.Ordinal).Select(RunDirectory.At).Where(IsRun)];
    }

    /// <summary>The directory of a run by its id, which may come from an address.</summary>
    /// <exception cref="InputException">The id is a path.</exception>
    public RunDirectory Of(string run) => run.Length > 0 && run == Path.GetFileName(run) && !run.StartsWith('.')
        ? RunDirectory.At(Path.Combine(data.Runs, run))
        : throw new InputException($"{run}: not a run's id");

    private static bool IsRun(RunDirectory run) => !run.Id.StartsWith('.') && (File.Exists(run.Config) || File.Exists(run.Log));
}
