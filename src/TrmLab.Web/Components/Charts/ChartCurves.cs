using System.Runtime.ExceptionServices;
using TrmLab.Core.Charting;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>
/// The curves of one browser page, of one run or of several: reads what is new, and says what the page must draw. Not safe for two threads.
/// </summary>
public sealed class ChartCurves
{
    // A logarithmic axis has no zero: what is clipped there reaches down to a millionth of its top.
    private const double SmallestOnLogScale = 1e-6;

    private readonly RunIndex _index;
    private readonly ChartPlan _plan;
    private readonly Dictionary<string, ZoomedChart> _zoomed = [];
    private readonly Dictionary<string, ClippedRange> _ranges = [];
    private Dictionary<string, RunCurves> _runs = [];
    private HashSet<CurveKey> _known = [];
    private ChartView _view;
    private (int Buckets, long Values) _nonFinite;

    public ChartCurves(RunIndex index, ChartPlan plan, ChartView view)
    {
        _index = index;
        _plan = plan;
        AllCharts = plan.ChartsFor([]);
        _view = view;
        Begin(view);
    }

    /// <summary>The charts by the metrics known so far, those that the reader hides included.</summary>
    public IReadOnlyList<ChartSpec> AllCharts { get; private set; }

    /// <summary>The charts drawn, in the reader's order.</summary>
    public IReadOnlyList<ChartSpec> Charts => _view.Arrange(AllCharts);

    /// <summary>The last step read.</summary>
    public long LastStep => _runs.Values.Select(r => r.LastStep).DefaultIfEmpty(0).Max();

    /// <summary>There is more to read at once.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Finds out which charts there are, without reading points.</summary>
    public void ReadCharts()
    {
        using var db = _index.Open();
        _known =
        [
            .. from r in db.Runs.Where(r => _plan.Runs.Contains(r.Run))
               join rm in db.RunMetrics on r.Id equals rm.RunId
               join m in db.Metrics on rm.MetricId equals m.Id
               select new CurveKey(r.Run, m.Name),
        ];
        AllCharts = _plan.ChartsFor(_known);
    }

    /// <summary>Reads what is new; true if the set of charts or curves changed, so that their frames must be drawn again.</summary>
    public bool Read(ChartView view)
    {
        // The smoothed line is computed from every point, so another weight needs every point again.
        if (view.Smoothing != _view.Smoothing || view.Clip != _view.Clip) Begin(view);
        _view = view;
        var changes = new PointChange?[_runs.Count];
        var runs = _runs.Values.ToArray();
        if (runs.Length == 1) changes[0] = runs[0].Read();
        else ReadSideBySide(runs, changes);

        var restarted = changes.Any(c => c!.Restarted);
        HasMore = changes.Any(c => c!.More);
        if (restarted)
        {
            _zoomed.Clear();
            ReadCharts();
        }

        for (var i = 0; i < runs.Length; i++)
        {
            foreach (var (metric, points) in changes[i]!.Series)
            {
                foreach (var zoomed in _zoomed.Values) zoomed.Add(new CurveKey(runs[i].Run, metric), points);
            }
        }

        _known.UnionWith(runs.SelectMany(r => r.Existing));
        var charts = _plan.ChartsFor(_known);
        var changed = restarted || charts.Sum(c => c.Traces.Count) != AllCharts.Sum(c => c.Traces.Count);
        AllCharts = charts;
        return changed;
    }

    // What failed is thrown as itself, as for one run: who calls knows what to do about an index that is replaced.
    private static void ReadSideBySide(RunCurves[] runs, PointChange?[] changes)
    {
        try
        {
            Parallel.For(0, runs.Length, i => changes[i] = runs[i].Read());
        }
        catch (AggregateException e)
        {
            ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
    }

    /// <summary>What to draw since the last call; everything after <see cref="Forget"/>.</summary>
    public ChartFrame Next(ChartView view)
    {
        foreach (var run in _runs.Values) run.Scale.CatchUp(view.Axis);
        var frame = new ChartFrame();
        foreach (var chart in Charts)
        {
            var traces = chart.Traces.Select(t => TraceOf(chart, t)).ToArray();
            var before = frame.Patches.Count;
            for (var i = 0; i < traces.Length; i++)
            {
                if (traces[i]?.Next(_runs[chart.Traces[i].Run].Scale.XOf(view.Axis)) is not { } patch) continue;
                frame.Add(chart.ElementId, view.TracesPerCurve * i, patch.Curve);
                if (patch.Smooth is { } smooth) frame.Add(chart.ElementId, view.TracesPerCurve * i + 1, smooth);
            }

            if (frame.Patches.Count > before) Describe(chart, view, frame);
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

    // The badge, and the range if the reader wants outliers clipped: over all points of the chart, whatever is zoomed into.
    private void Describe(ChartSpec chart, ChartView view, ChartFrame frame)
    {
        var whole = chart.Traces.Select(t => _runs[t.Run].Of(t.Metric)?.Series).OfType<ReducedSeries>().ToArray();
        var near = _zoomed.TryGetValue(chart.ElementId, out var zoomed) && zoomed.Curves.Count > 0;
        var badge = ReductionSummary.Of(near ? zoomed!.Curves : whole, near);
        if (view.Clip)
        {
            if (!_ranges.TryGetValue(chart.Key, out var clipped)) _ranges[chart.Key] = clipped = new ClippedRange();
            if (clipped.Of(whole) is { } range && range.Upper > range.Lower)
            {
                badge += $", {range.Summary}";
                if (!view.LogScale) frame.Ranges[chart.ElementId] = [range.Lower, range.Upper];
                else if (range.Upper > 0) frame.Ranges[chart.ElementId] = [Math.Log10(Math.Max(range.Lower, range.Upper * SmallestOnLogScale)), Math.Log10(range.Upper)];
            }
        }

        frame.Badges[chart.ElementId] = badge;
    }

    private void Begin(ChartView view)
    {
        _view = view;
        _ranges.Clear();
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
