namespace TrmLab.Web.Live;

/// <summary>A run as outside programs see it.</summary>
/// <param name="Run">Id.</param>
/// <param name="Name">Name from the configuration.</param>
/// <param name="Phase">Such as <c>Running</c>.</param>
/// <param name="Reason">Why, in one line.</param>
/// <param name="Step">Last logged step.</param>
/// <param name="TotalSteps">Steps of the schedule; 0 before the trainer reported.</param>
public sealed record RunInfo(string Run, string Name, string Phase, string Reason, long Step, long TotalSteps);

/// <summary>New points of one metric; <c>Values[i]</c> belongs to <c>Steps[i]</c>. NaN and infinities are values.</summary>
/// <param name="Metric">Name, such as <c>train/lm_loss</c> or <c>ema/all/exact_accuracy</c>.</param>
/// <param name="Steps">Ascending.</param>
/// <param name="Values">One per step.</param>
public sealed record MetricSeries(string Metric, IReadOnlyList<long> Steps, IReadOnlyList<double> Values);

/// <summary>What a stream delivers at once.</summary>
/// <param name="Restart">Forget everything delivered so far: the run went on from an earlier step, and its points follow anew.</param>
/// <param name="Series">New points.</param>
/// <param name="Run">The run's state behind these points.</param>
/// <param name="Ended">The run is over and all its points were delivered; the stream ends with this batch.</param>
public sealed record PointBatch(bool Restart, IReadOnlyList<MetricSeries> Series, RunInfo Run, bool Ended);

/// <summary>What the server calls on a connected client.</summary>
public interface IRunsClient
{
    /// <summary>A run's state, step or name changed; sent to clients that called <see cref="RunsHub.WatchRuns"/>.</summary>
    Task RunChanged(RunInfo run);
}
