using TrmLab.Core.Charting;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// The curves of one browser page, of one run or of several: reads what is new, and says what the page must draw. Not safe for two threads.
/// </summary>
public sealed class ChartCurves
{
    private readonly RunIndex _index;
    private readonly ChartPlan _plan;
    private readonly Dictionary<string, ZoomedChart> _zoomed = [];
    private Dictionary<string, RunCurves> _runs = [];
    private double _smoothing;
    private (int Buckets, long Values) _nonFinite;

    public ChartCurves(RunIndex index, ChartPlan plan, ChartView view)
    {
        _index = index;
        _plan = plan;
        Charts = plan.ChartsFor([]);
        Begin(view);
    }

    /// <summary>The charts by the metrics known so far.</summary>
    public IReadOnlyList<ChartSpec> Charts { get; private set; }

    /// <summary>The last step read.</summary>
    public long LastStep => _runs.Values.Select(r => r.LastStep).DefaultIfEmpty(0).Max();

    /// <summary>Finds out which charts there are, without reading points.</summary>
    public void ReadCharts()
    {
        using var db = _index.Open();
        Charts = _plan.ChartsFor(
        [
            .. from r in db.Runs.Where(r => _plan.Runs.Contains(r.Run))
               join rm in db.RunMetrics on r.Id equals rm.RunId
               join m in db.Metrics on rm.MetricId equals m.Id
               select new CurveKey(r.Run, m.Name),
        ]);
    }

    /// <summary>Reads what is new; true if the set of charts or curves changed, so that their frames must be drawn again.</summary>
    public bool Read(ChartView view)
    {
        // The smoothed line is computed from every point, so another weight needs every point again.
        if (view.Smoothing != _smoothing) Begin(view);
        var changes = new PointChange?[_runs.Count];
        var runs = _runs.Values.ToArray();
        if (runs.Length == 1) changes[0] = runs[0].Read();
        else Parallel.For(0, runs.Length, i => changes[i] = runs[i].Read());

        var restarted = changes.Any(c => c!.Restarted);
        if (restarted) _zoomed.Clear();
        for (var i = 0; i < runs.Length; i++)
        {
            foreach (var (metric, points) in changes[i]!.Series)
            {
                foreach (var zoomed in _zoomed.Values) zoomed.Add(new CurveKey(runs[i].Run, metric), points);
            }
        }

        var charts = _plan.ChartsFor(runs.SelectMany(r => r.Existing));
        var changed = restarted || charts.Sum(c => c.Traces.Count) != Charts.Sum(c => c.Traces.Count);
        Charts = charts;
        return changed;
    }

    /// <summary>What to draw since the last call; everything after <see cref="Forget"/>.</summary>
    public ChartFrame Next(ChartView view)
    {
        foreach (var run in _runs.Values) run.Scale.CatchUp(view.Axis);
        var frame = new ChartFrame();
        foreach (var chart in Charts)
        {
            var traces = chart.Traces.Select(t => TraceOf(chart, t)).ToArray();
            for (var i = 0; i < traces.Length; i++)
            {
                if (traces[i]?.Next(_runs[chart.Traces[i].Run].Scale.XOf(view.Axis)) is not { } patch) continue;
                frame.Add(chart.ElementId, 2 * i, patch.Curve);
                if (patch.Smooth is { } smooth) frame.Add(chart.ElementId, 2 * i + 1, smooth);
                var near = _zoomed.TryGetValue(chart.ElementId, out var zoomed) && zoomed.Curves.Count > 0;
                frame.Badges[chart.ElementId] = ReductionSummary.Of(near ? zoomed!.Curves : [.. traces.OfType<LiveTrace>().Select(t => t.Series)], near);
            }
        }

        return frame;
    }

    /// <summary>The markers if they changed since the last call or <paramref name="always"/>; null if they did not.</summary>
    public IReadOnlyList<ChartMarker>? NextMarkers(ChartView view, bool always)
    {
        var found = Charts.SelectMany(c => c.Traces, (c, t) => (Chart: c, Trace: t))
            .SelectMany(p => (_runs[p.Trace.Run].Of(p.Trace.Metric)?.Series.Raw.Buckets ?? []).Where(b => b.NonFinite > 0).Select(b => (p.Chart, p.Trace, Bucket: b))).ToArray();
        var nonFinite = (found.Length, found.Sum(n => n.Bucket.NonFinite));
        var changed = always || nonFinite != _nonFinite;
        _nonFinite = nonFinite;
        foreach (var run in _runs.Values) changed |= run.ReadMarkers(view.Axis, always);
        if (!changed) return null;
        return
        [
            .. MarkersOfEvents(),
            .. found.TakeLast(ChartMarker.MostPerKind).Select(n => ChartMarker.OfNonFinite(n.Chart, n.Trace, n.Bucket, _runs[n.Trace.Run].Scale.XOf(view.Axis))),
        ];
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
            foreach (var run in _runs.Values) run.Scale.CatchUp(view.Axis);
            _zoomed[element] = ZoomedChart.Read(
                _index,
                chart,
                view,
                t => _runs[t.Run].Of(t.Metric)?.Series.Raw.Width > 1,
                t => (_runs[t.Run].Scale.StepAt(view.Axis, r.From - margin), _runs[t.Run].Scale.StepAt(view.Axis, r.To + margin)));
        }

        if (!was && range is null) return;
        foreach (var trace in chart.Traces) _runs[trace.Run].Of(trace.Metric)?.Forget();
    }

    /// <summary>The browser has nothing: the next frame holds everything.</summary>
    public void Forget()
    {
        foreach (var run in _runs.Values) run.Forget();
        foreach (var zoomed in _zoomed.Values) zoomed.Forget();
    }

    /// <summary>Ends all zooms.</summary>
    public void ZoomOut() => _zoomed.Clear();

    private void Begin(ChartView view)
    {
        _smoothing = view.Smoothing;
        _runs = _plan.Runs.ToDictionary(r => r, r => new RunCurves(_index, r, _plan, view));
        _zoomed.Clear();
    }

    // Evaluations and checkpoints of many runs would cover the curves; that a run was resumed explains them.
    private IEnumerable<ChartMarker> MarkersOfEvents()
    {
        if (_runs.Count == 1) return _runs.Values.Single().Markers;
        var labels = Charts.SelectMany(c => c.Traces).DistinctBy(t => t.Run).ToDictionary(t => t.Run, t => t.Label);
        return _runs.Values.SelectMany(r => r.Markers.Where(m => m.Kind == "seam").Select(m => m with { Text = $"{labels.GetValueOrDefault(r.Run, r.Run)}, {m.Text}" }));
    }

    private LiveTrace? TraceOf(ChartSpec chart, TraceSpec spec) =>
        (_zoomed.TryGetValue(chart.ElementId, out var zoomed) ? zoomed.Of(spec.Key) : null) ?? _runs[spec.Run].Of(spec.Metric);
}
