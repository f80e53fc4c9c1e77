using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// The curves of one run as one browser page has them: reads what is new, and says what the page must draw. Not safe for two threads.
/// </summary>
public sealed class RunCurves(RunIndex index, string run, long batchSize)
{
    private readonly Dictionary<string, LiveTrace> _traces = [];
    private readonly StepClock _clock = new();
    private PointCursor _cursor = new(index, run);

    /// <summary>The charts by the metrics seen so far.</summary>
    public IReadOnlyList<ChartSpec> Charts { get; private set; } = ChartCatalog.For([]);

    /// <summary>Markers of the run's events, and of values that are no numbers, for every chart.</summary>
    public IReadOnlyList<ChartMarker> Markers { get; private set; } = [];

    /// <summary>The last step drawn.</summary>
    public long LastStep { get; private set; }

    /// <summary>Reads what is new; true if the set of charts or curves changed, so that they must be set up again.</summary>
    public bool Read(ChartView view)
    {
        var change = _cursor.Read();
        if (change.Restarted)
        {
            foreach (var trace in _traces.Values)
            {
                trace.Buckets.Clear();
                trace.Forget();
            }

            _clock.Clear();
            LastStep = 0;
        }

        foreach (var (metric, points) in change.Series)
        {
            TraceOf(metric).Add(points);
            LastStep = Math.Max(LastStep, points[^1].Step);
        }

        if (change.Restarted || change.Series.Count > 0) ReadTimes(view);
        var charts = ChartCatalog.For(_traces.Keys);
        var changed = charts.Sum(c => c.Traces.Count) != Charts.Sum(c => c.Traces.Count);
        Charts = charts;
        return changed;
    }

    /// <summary>What to draw since the last call; everything after <see cref="Forget"/>.</summary>
    public ChartFrame Next(ChartView view)
    {
        ReadTimes(view);
        var frame = new ChartFrame();
        foreach (var chart in Charts)
        {
            for (var i = 0; i < chart.Traces.Count; i++)
            {
                if (!_traces.TryGetValue(chart.Traces[i].Metric, out var trace) || trace.Next(XOf(view.Axis), view.Smoothing) is not { } patch) continue;
                frame.Add(chart.ElementId, 2 * i, patch.Curve);
                if (view.Smoothing > 0) frame.Add(chart.ElementId, 2 * i + 1, patch.Smooth);
                frame.Badges[chart.ElementId] = ChartBadge.Of([.. chart.Traces.Select(t => _traces.GetValueOrDefault(t.Metric)).OfType<LiveTrace>().Select(t => t.Buckets)]);
            }
        }

        return frame;
    }

    /// <summary>The browser has nothing: the next frame holds everything.</summary>
    public void Forget()
    {
        foreach (var trace in _traces.Values) trace.Forget();
    }

    /// <summary>Reads the markers; true if they changed.</summary>
    public bool ReadMarkers(ChartView view)
    {
        using var db = index.Open();
        var id = db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault();
        var x = XOf(view.Axis);
        var markers = ChartMarker.OfEvents(db, id, x).Concat(Charts.SelectMany(c => c.Traces
            .Select(t => _traces.GetValueOrDefault(t.Metric)).OfType<LiveTrace>()
            .SelectMany(t => t.Buckets.NonFinite.Select(p => ChartMarker.OfNonFinite(c, t.Spec, p, x))))).ToArray();
        var changed = !markers.SequenceEqual(Markers);
        Markers = markers;
        return changed;
    }

    private LiveTrace TraceOf(string metric)
    {
        if (_traces.TryGetValue(metric, out var trace)) return trace;
        var spec = ChartCatalog.For([metric]).SelectMany(c => c.Traces).FirstOrDefault(t => t.Metric == metric) ?? new TraceSpec(metric, metric, TraceRole.Train);
        return _traces[metric] = new LiveTrace(spec);
    }

    private void ReadTimes(ChartView view)
    {
        if (view.Axis is not (ChartAxis.Relative or ChartAxis.Wall)) return;
        using var db = index.Open();
        if (db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault() is var id and > 0) _clock.CatchUp(db, id);
    }

    private Func<long, double> XOf(ChartAxis axis) => axis switch
    {
        ChartAxis.Examples => step => step * (double)batchSize,
        ChartAxis.Relative => _clock.MinutesOf,
        ChartAxis.Wall => _clock.WallOf,
        _ => step => step,
    };
}
