using TrmLab.Core.Charting;
using TrmLab.Web.Live;
using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>The curves of one run as one browser page has them. Not safe for two threads.</summary>
internal sealed class RunCurves(RunIndex index, string run, ChartPlan plan, ChartView view)
{
    // A long run's first charts are drawn while its others are still to be read.
    private const long PointsAtOnce = 100_000;

    private readonly Dictionary<string, LiveTrace> _traces = [];
    private readonly MarkerReader _markers = new(index, run);
    private readonly PointCursor _cursor = new(index, run, wanted: metric => plan.Wants(new CurveKey(run, metric)));

    /// <summary>The run's id.</summary>
    public string Run => run;

    /// <summary>Places of steps.</summary>
    public AxisScale Scale { get; } = new(index, run);

    /// <summary>Metrics that have points.</summary>
    public IEnumerable<CurveKey> Existing => _traces.Keys.Select(m => new CurveKey(run, m));

    /// <summary>The last step read.</summary>
    public long LastStep { get; private set; }

    /// <summary>Markers of the run's events as they were last read.</summary>
    public IReadOnlyList<ChartMarker> Markers { get; private set; } = [];

    /// <summary>Reads what is new.</summary>
    public PointChange Read()
    {
        var change = _cursor.Read(enough: PointsAtOnce);
        if (change.Restarted)
        {
            _traces.Clear();
            Scale.Clear();
            LastStep = 0;
        }

        foreach (var (metric, points) in change.Series)
        {
            if (!_traces.TryGetValue(metric, out var trace))
            {
                var spec = ChartCatalog.TraceOf(run, metric);
                _traces[metric] = trace = new LiveTrace(new ReducedSeries(plan.BucketsPerCurve, view.SmoothingOf(spec), keepValues: view.Clip));
            }

            trace.Add(points);
            LastStep = Math.Max(LastStep, points[^1].Step);
        }

        return change;
    }

    /// <summary>A metric's curve; null if it has no points.</summary>
    public LiveTrace? Of(string metric) => _traces.GetValueOrDefault(metric);

    /// <summary>Reads <see cref="Markers"/> again if there may be others; true if so.</summary>
    public bool ReadMarkers(ChartAxis axis, bool always)
    {
        if (_markers.Read(Scale.XOf(axis), always) is not { } markers) return false;
        Markers = markers;
        return true;
    }

    /// <summary>The browser has nothing: the next frame holds everything.</summary>
    public void Forget()
    {
        foreach (var trace in _traces.Values) trace.Forget();
    }
}
