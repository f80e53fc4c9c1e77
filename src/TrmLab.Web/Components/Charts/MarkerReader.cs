using TrmLab.Web.Store;

namespace TrmLab.Web.Components.Charts;

/// <summary>Reads the markers of a run's events again only when there is a new event.</summary>
internal sealed class MarkerReader(RunIndex index, string run)
{
    private long _seen = -1;

    /// <summary>The markers; null if nothing changed since the last call and not <paramref name="always"/>.</summary>
    public IReadOnlyList<ChartMarker>? Read(Func<long, double> x, bool always)
    {
        using var db = index.Open();
        var id = db.Runs.Where(r => r.Run == run).Select(r => r.Id).FirstOrDefault();
        var last = db.Events.Where(e => e.RunId == id).OrderByDescending(e => e.EndOffset).Select(e => e.EndOffset).FirstOrDefault();
        if (!always && _seen == last) return null;
        _seen = last;
        return [.. ChartMarker.OfEvents(db, id, x)];
    }
}
