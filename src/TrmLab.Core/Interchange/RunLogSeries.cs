using TrmLab.Core.Runs;

namespace TrmLab.Core.Interchange;

/// <summary>
/// The series of a run's own log. Training metrics keep their names; an evaluation's get the weights in front: <c>ema/all/exact_accuracy</c>.
/// What was logged after the step from which the run was resumed is void.
/// </summary>
public static class RunLogSeries
{
    /// <param name="events">In the order of the log; a null (a line that is no event) is passed over.</param>
    public static IReadOnlyList<MetricSeries> Of(IEnumerable<RunEvent?> events)
    {
        var builders = new Dictionary<string, MetricSeriesBuilder>(StringComparer.Ordinal);
        foreach (var e in events)
        {
            switch (e)
            {
                case MetricsLogged metrics: Add(metrics.Step, metrics.Time, "", metrics.Values); break;
                case Evaluated evaluated: Add(evaluated.Step, evaluated.Time, evaluated.Weights + "/", evaluated.Values); break;
                case RunResumed resumed:
                    foreach (var builder in builders.Values) builder.Void(resumed.FromStep + 1);
                    break;
            }
        }

        return [.. builders.Values.OrderBy(b => b.Name, StringComparer.Ordinal).Select(b => b.Build())];

        void Add(long step, long milliseconds, string prefix, IReadOnlyDictionary<string, double> values)
        {
            foreach (var (name, value) in values)
            {
                // No trainer writes such a name; a damaged log may, and has other metrics all the same.
                if ((prefix + name).Length == 0) continue;
                if (!builders.TryGetValue(prefix + name, out var builder)) builders.Add(prefix + name, builder = new MetricSeriesBuilder(prefix + name));
                builder.Add(step, value, milliseconds / 1000.0);
            }
        }
    }

    /// <summary>The series of a log file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MetricSeries> Read(string path) => Of(RunLogReader.Read(path).Select(e => e.Event));
}
