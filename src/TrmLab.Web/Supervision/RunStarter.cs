using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;
using TrmLab.Web.Lanes;
using TrmLab.Web.Queue;

namespace TrmLab.Web.Supervision;

/// <summary>Checks a configuration with the data it names, then starts it: the only way in which pages begin a run.</summary>
public sealed class RunStarter(RunLauncher launcher, RunFolder folder, LabData data)
{
    /// <summary>The preset behind "Try a 2-minute demo run".</summary>
    public const string DemoPreset = "sudoku-4x4-demo";

    /// <summary>All problems at once.</summary>
    public IReadOnlyList<ConfigProblem> Problems(RunConfig config, DataFacts facts) =>
        facts.Train is null ? [.. ConfigRules.Problems(config), .. facts.Problems] : [.. ConfigRules.Problems(config, facts.Train, facts.Test), .. facts.Problems];

    /// <summary>Starts a run.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="lane">Where; null takes the lane that the configuration's device means.</param>
    /// <param name="request">What it asks of a cluster; null for the lab's defaults.</param>
    /// <exception cref="InputException">The configuration, its data or the lane do not allow it.</exception>
    public RunDirectory Start(RunConfig config, IRunLane? lane = null, LaneRequest? request = null)
    {
        Check(config);
        lane?.Check(request ?? new LaneRequest());
        return launcher.Launch(config, lane, request: request);
    }

    /// <summary>Starts what a queue has begun; repeated after a crash it completes what is missing and starts no second trainer.</summary>
    /// <exception cref="InputException">As above, or the run to resume is gone or in use.</exception>
    public void Start(QueueEntry entry, IRunLane lane)
    {
        var run = folder.Of(entry.Run!);
        if (entry.Config is null)
        {
            if (!File.Exists(run.Config)) throw new InputException($"run {run.Id} is gone");
            launcher.Resume(run, lane, entry.Id);
            return;
        }

        // One that exists already was checked before it was made.
        if (!File.Exists(run.Config)) Check(entry.Config);
        launcher.Launch(entry.Config, lane, entry.Labels, run.Id, entry.Request);
    }

    /// <summary>Starts several new runs with the same request at once; otherwise as above.</summary>
    /// <exception cref="InputException">One of them cannot be trained; none was started.</exception>
    public void StartAll(IReadOnlyList<QueueEntry> entries, IRunLane lane)
    {
        foreach (var entry in entries.Where(e => !File.Exists(folder.Of(e.Run!).Config))) Check(entry.Config!);
        launcher.LaunchAll([.. entries.Select(e => new RunOrder(e.Config!, e.Labels, e.Run!))], lane, entries[0].Request);
    }

    /// <summary>Refuses a configuration that cannot be trained.</summary>
    /// <exception cref="InputException">All its problems.</exception>
    public void Check(RunConfig config) => ConfigRules.Check(Problems(config, DataFacts.Of(config, data)), config.Name);

    /// <summary>Starts a preset as it is.</summary>
    public RunDirectory StartPreset(string preset) => Start(Presets.Get(preset));
}
