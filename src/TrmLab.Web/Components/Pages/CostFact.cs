using TrmLab.Core.Configuration;
using TrmLab.Core.Costs;
using TrmLab.Core.Puzzles;
using TrmLab.Web.Components.Controls;

namespace TrmLab.Web.Components.Pages;

/// <summary>What a configuration will cost here, as far as it was measured.</summary>
public static class CostFact
{
    /// <summary>What stands in place of a duration that nothing tells.</summary>
    public const string Unknown = "not measured";

    /// <summary>Duration and memory, or how to get them.</summary>
    /// <param name="before">Newest run with the same steps, and its speed.</param>
    /// <param name="speed">This machine's measurement; null without one.</param>
    public static IEnumerable<ConfigFact> Of(
        RunConfig config, ModelShape shape, StepPlan plan, DatasetMetadata? test, (string Run, double StepsPerSecond)? before, MachineSpeed? speed)
    {
        if (RunEstimate.Of(config, shape, plan, test, before, speed, Environment.ProcessorCount) is not { } estimate)
        {
            yield return new ConfigFact("Expected duration", Unknown, MachineSpeed.Covers(config, Environment.ProcessorCount)
                ? "No run with these steps was made here, and this machine was not measured: trmlab bench --part scaling --save"
                : "No run with these steps was made here, and a measurement of this machine tells only of the trm network's native step on all cores");
            yield break;
        }

        yield return new ConfigFact(
            "Expected duration", "about " + Show.Duration(estimate.Duration),
            $"{Show.Duration(estimate.Training)} of steps at {estimate.StepMilliseconds:0} ms and {Show.Duration(estimate.Evaluations)} of evaluations, from {estimate.Basis}");
        if (estimate.Megabytes is { } megabytes)
            yield return new ConfigFact("Expected memory", "about " + Show.Bytes((long)(megabytes * 1e6)), $"Of the trainer while it trains, from this machine's measurement of {speed!.MeasuredAt.ToLocalTime():yyyy-MM-dd}");
    }
}
