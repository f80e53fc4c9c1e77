using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>The curves of one chart between two steps, reduced on their own: a zoom shows what the whole picture had to leave out.</summary>
internal sealed class ZoomedChart
{
    private readonly Dictionary<string, LiveTrace> _traces = [];
    private readonly long _from;
    private readonly long _to;

    private ZoomedChart(long from, long to)
    {
        _from = from;
        _to = to;
    }

    /// <summary>Reads the stretch for those of <paramref name="specs"/> that are <paramref name="reduced"/> in the whole picture.</summary>
    public static ZoomedChart Read(RunIndex index, string run, IEnumerable<TraceSpec> specs, Func<TraceSpec, bool> reduced, long from, long to)
    {
        var chart = new ZoomedChart(from, to);
        using var db = index.Open();
        var id = db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault();
        foreach (var spec in specs.Where(reduced))
        {
            var metric = db.Metrics.Where(m => m.Name == spec.Metric).Select(m => m.Id).FirstOrDefault();
            var trace = chart._traces[spec.Metric] = new LiveTrace(spec);
            trace.Add(PointReader.Points(db, id, metric, from - 1).TakeWhile(p => p.Step <= to));
        }

        return chart;
    }

    /// <summary>The reduced curves of the stretch.</summary>
    public IReadOnlyList<StepBuckets> Curves => [.. _traces.Values.Select(t => t.Buckets)];

    /// <summary>The curve of a metric; null if the whole picture already has all its points.</summary>
    public LiveTrace? Of(string metric) => _traces.GetValueOrDefault(metric);

    /// <summary>Takes in new points that fall into the stretch.</summary>
    public void Add(string metric, IEnumerable<MetricPoint> points) => Of(metric)?.Add(points.Where(p => p.Step >= _from && p.Step <= _to));

    /// <summary>Nothing is drawn in the browser.</summary>
    public void Forget()
    {
        foreach (var trace in _traces.Values) trace.Forget();
    }
}
