using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>Reads a run's markers again only when there is a new event or a new value that is no number.</summary>
internal sealed class MarkerReader(RunIndex index, string run)
{
    private (long Event, int NonFinite)? _seen;

    public IReadOnlyList<ChartMarker>? Read(Func<long, double> x, IReadOnlyList<(ChartSpec Chart, TraceSpec Trace, MetricPoint Point)> nonFinite, bool always)
    {
        using var db = index.Open();
        var id = db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault();
        var last = db.Events.Where(e => e.RunId == id).OrderByDescending(e => e.EndOffset).Select(e => e.EndOffset).FirstOrDefault();
        if (!always && _seen == (last, nonFinite.Count)) return null;
        _seen = (last, nonFinite.Count);
        return [.. ChartMarker.OfEvents(db, id, x), .. nonFinite.TakeLast(ChartMarker.MostPerKind).Select(n => ChartMarker.OfNonFinite(n.Chart, n.Trace, n.Point, x))];
    }
}
