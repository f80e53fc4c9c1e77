using TrmLab.Core;
using TrmLab.Core.Configuration;
using TrmLab.Core.Runs;
using TrmLab.Web.Hosting;

namespace TrmLab.Web.Supervision;

/// <summary>Checks a configuration with the data it names, then starts it: the only way in which pages begin a run.</summary>
public sealed class RunStarter(RunLauncher launcher, LabData data)
{
    /// <summary>The preset behind "Try a 2-minute demo run".</summary>
    public const string DemoPreset = "sudoku-4x4-demo";

    /// <summary>All problems at once.</summary>
    public IReadOnlyList<ConfigProblem> Problems(RunConfig config, DataFacts facts) =>
        facts.Train is null ? [.. ConfigRules.Problems(config), .. facts.Problems] : [.. ConfigRules.Problems(config, facts.Train, facts.Test), .. facts.Problems];

    /// <summary>Starts a run.</summary>
    /// <exception cref="InputException">The configuration or its data do not allow it.</exception>
    public RunDirectory Start(RunConfig config)
    {
        ConfigRules.Check(Problems(config, DataFacts.Of(config, data)), config.Name);
        return launcher.Launch(config);
    }

    /// <summary>Starts a preset as it is.</summary>
    public RunDirectory StartPreset(string preset) => Start(Presets.Get(preset));
}
