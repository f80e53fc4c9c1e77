using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// The curves of one run as one browser page has them: reads what is new, and says what the page must draw. Not safe for two threads.
/// </summary>
public sealed class RunCurves(RunIndex index, string run, long batchSize)
{
    private readonly Dictionary<string, LiveTrace> _traces = [];
    private readonly Dictionary<string, ZoomedChart> _zoomed = [];
    private readonly AxisScale _scale = new(index, run, batchSize);
    private readonly PointCursor _cursor = new(index, run);
    private readonly MarkerReader _markers = new(index, run);

    /// <summary>The charts by the metrics known so far.</summary>
    public IReadOnlyList<ChartSpec> Charts { get; private set; } = ChartCatalog.For([]);

    /// <summary>The last step read.</summary>
    public long LastStep { get; private set; }

    /// <summary>Finds out which charts there are, without reading points.</summary>
    public void ReadCharts()
    {
        using var db = index.Open();
        Charts = ChartCatalog.For([.. from r in db.Runs where r.Run == run join rm in db.RunMetrics on r.Id equals rm.RunId join m in db.Metrics on rm.MetricId equals m.Id select m.Name]);
    }

    /// <summary>Reads what is new; true if the set of charts or curves changed, so that their frames must be drawn again.</summary>
    public bool Read()
    {
        var change = _cursor.Read();
        if (change.Restarted)
        {
            _traces.Clear();
            _zoomed.Clear();
            _scale.Clear();
            LastStep = 0;
        }

        foreach (var (metric, points) in change.Series)
        {
            if (!_traces.TryGetValue(metric, out var trace)) _traces[metric] = trace = new LiveTrace(ChartCatalog.TraceOf(metric));
            trace.Add(points);
            foreach (var zoomed in _zoomed.Values) zoomed.Add(metric, points);
            LastStep = Math.Max(LastStep, points[^1].Step);
        }

        var charts = ChartCatalog.For(_traces.Keys);
        var changed = change.Restarted || charts.Sum(c => c.Traces.Count) != Charts.Sum(c => c.Traces.Count);
        Charts = charts;
        return changed;
    }

    /// <summary>What to draw since the last call; everything after <see cref="Forget"/>.</summary>
    public ChartFrame Next(ChartView view)
    {
        _scale.CatchUp(view.Axis);
        var x = _scale.XOf(view.Axis);
        var frame = new ChartFrame();
        foreach (var chart in Charts)
        {
            var traces = chart.Traces.Select(t => TraceOf(chart, t)).ToArray();
            for (var i = 0; i < traces.Length; i++)
            {
                if (traces[i]?.Next(x, view.SmoothingOf(chart.Traces[i])) is not { } patch) continue;
                frame.Add(chart.ElementId, 2 * i, patch.Curve);
                if (patch.Smooth is { } smooth) frame.Add(chart.ElementId, 2 * i + 1, smooth);
                frame.Badges[chart.ElementId] = _zoomed.TryGetValue(chart.ElementId, out var zoomed) && zoomed.Curves.Count > 0
                    ? ChartBadge.Of(zoomed.Curves, zoomed: true)
                    : ChartBadge.Of([.. traces.OfType<LiveTrace>().Select(t => t.Buckets)], zoomed: false);
            }
        }

        return frame;
    }

    /// <summary>The markers if they changed since the last call or <paramref name="always"/>; null if they did not.</summary>
    public IReadOnlyList<ChartMarker>? NextMarkers(ChartView view, bool always)
    {
        var nonFinite = Charts.SelectMany(c => c.Traces, (c, t) => (Chart: c, Trace: t))
            .SelectMany(p => (_traces.GetValueOrDefault(p.Trace.Metric)?.Buckets.NonFinite ?? []).Select(n => (p.Chart, p.Trace, n))).ToArray();
        return _markers.Read(_scale.XOf(view.Axis), nonFinite, always);
    }

    /// <summary>Looks at a stretch of one chart's axis; null for the whole.</summary>
    public void Zoom(string element, (double From, double To)? range, ChartView view)
    {
        if (Charts.FirstOrDefault(c => c.ElementId == element) is not { } chart) return;
        var was = _zoomed.Remove(element);
        if (range is { } r)
        {
            // Half a screen on both sides, so that a small move needs nothing.
            var margin = (r.To - r.From) / 2;
            _scale.CatchUp(view.Axis);
            _zoomed[element] = ZoomedChart.Read(
                index, run, chart.Traces, t => _traces.GetValueOrDefault(t.Metric)?.Buckets.Width > 1,
                _scale.StepAt(view.Axis, r.From - margin), _scale.StepAt(view.Axis, r.To + margin));
        }

        if (!was && range is null) return;
        foreach (var trace in chart.Traces) _traces.GetValueOrDefault(trace.Metric)?.Forget();
    }

    /// <summary>The browser has nothing: the next frame holds everything.</summary>
    public void Forget()
    {
        foreach (var trace in _traces.Values) trace.Forget();
        foreach (var zoomed in _zoomed.Values) zoomed.Forget();
    }

    /// <summary>Ends all zooms.</summary>
    public void ZoomOut() => _zoomed.Clear();

    private LiveTrace? TraceOf(ChartSpec chart, TraceSpec spec) =>
        (_zoomed.TryGetValue(chart.ElementId, out var zoomed) ? zoomed.Of(spec.Metric) : null) ?? _traces.GetValueOrDefault(spec.Metric);
}
