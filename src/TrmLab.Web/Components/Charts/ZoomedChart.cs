using TrmLab.Core.Charting;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>The curves of one chart between two steps, reduced on their own: a zoom shows what the whole picture had to leave out.</summary>
internal sealed class ZoomedChart
{
    private readonly Dictionary<CurveKey, LiveTrace> _traces = [];

    /// <summary>Reads the stretch for those curves that are <paramref name="reduced"/> in the whole picture.</summary>
    /// <param name="index">The index.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="view">Its smoothing: a smoothed line is computed from the run's start, so it is the same line in any zoom.</param>
    /// <param name="reduced">Whether the whole picture lacks points of a curve.</param>
    /// <param name="range">First and last step for a curve.</param>
    public static ZoomedChart Read(RunIndex index, ChartSpec chart, ChartView view, Func<TraceSpec, bool> reduced, Func<TraceSpec, (long From, long To)> range)
    {
        var zoomed = new ZoomedChart();
        using var db = index.Open();
        using var snapshot = PointReader.Snapshot(db);
        foreach (var spec in chart.Traces.Where(reduced))
        {
            var id = db.Runs.Where(r => r.Run == spec.Run).Select(r => r.Id).FirstOrDefault();
            var metric = db.Metrics.Where(m => m.Name == spec.Metric).Select(m => m.Id).FirstOrDefault();
            var (from, to) = range(spec);
            var smoothing = view.SmoothingOf(spec);
            var trace = zoomed._traces[spec.Key] = new LiveTrace(new ReducedSeries(chart.BucketsPerCurve, smoothing, from, to));
            trace.Add(PointReader.Points(db, id, metric, smoothing > 0 ? -1 : from - 1, lastStep: to));
        }

        return zoomed;
    }

    /// <summary>The reduced curves of the stretch.</summary>
    public IReadOnlyList<ReducedSeries> Curves => [.. _traces.Values.Select(t => t.Series)];

    /// <summary>A curve; null if the whole picture already has all its points.</summary>
    public LiveTrace? Of(CurveKey curve) => _traces.GetValueOrDefault(curve);

    /// <summary>Takes in new points; those outside the stretch are not drawn.</summary>
    public void Add(CurveKey curve, IEnumerable<MetricPoint> points) => Of(curve)?.Add(points);

    /// <summary>Nothing is drawn in the browser.</summary>
    public void Forget()
    {
        foreach (var trace in _traces.Values) trace.Forget();
    }
}
