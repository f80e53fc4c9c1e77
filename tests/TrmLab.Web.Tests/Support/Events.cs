using TrmLab.Core.Runs;

namespace TrmLab.Web.Tests.Support;

/// <summary>Events with fixed times: second n of an agreed day is step n.</summary>
internal static class Events
{
    public const long Day = 1_700_000_000_000;

    public static RunStarted Started(long at = 0) =>
        new() { Time = Day + at * 1000, Run = "run-1", Process = ProcessIdentity.Current, TotalSteps = 100, Parameters = 42, Device = "cpu, test" };

    public static MetricsLogged Metrics(long step, params (string Name, double Value)[] values) => new()
    {
        Time = Day + step * 1000,
        Step = step,
        Values = values.Length > 0 ? values.ToDictionary(v => v.Name, v => v.Value) : new Dictionary<string, double> { ["train/lm_loss"] = 10.0 / step, ["train/lr"] = 1e-3 },
    };

    public static Evaluated Evaluated(long step, string weights, double exact) => new()
    {
        Time = Day + step * 1000,
        Step = step,
        Weights = weights,
        Puzzles = 50,
        Seconds = 0.5,
        Values = new Dictionary<string, double> { ["all/exact_accuracy"] = exact, ["all/accuracy"] = exact },
    };

    public static CheckpointSaved Saved(long step, string kind = "latest") =>
        new() { Time = Day + step * 1000, Step = step, Path = RunDirectory.CheckpointPath(step), Kind = kind, Bytes = 10 };

    public static RunResumed Resumed(long from, long at) => new() { Time = Day + at * 1000, FromStep = from };

    public static RunFinished Finished(long step) => new() { Time = Day + step * 1000, Step = step, Seconds = 1 };

    public static RunEvent[] Steps(long first, long last) => [.. Enumerable.Range((int)first, (int)(last - first + 1)).Select(s => (RunEvent)Metrics(s))];
}
