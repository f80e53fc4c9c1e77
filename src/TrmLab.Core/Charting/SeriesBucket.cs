namespace TrmLab.Core.Charting;

/// <summary>What remains of the points of one stretch of the axis.</summary>
/// <param name="Index">The stretch is [Index, Index + 1) times the buckets' width.</param>
/// <param name="Count">Finite points.</param>
/// <param name="Sum">Of their values.</param>
/// <param name="Least">The smallest, as it was; the first of equals.</param>
/// <param name="Most">The largest, as it was; the first of equals.</param>
/// <param name="NonFinite">Points that are NaN or infinite.</param>
/// <param name="FirstNonFinite">The first of them.</param>
public readonly record struct SeriesBucket(double Index, long Count, double Sum, ChartPoint Least, ChartPoint Most, long NonFinite, ChartPoint FirstNonFinite)
{
    /// <summary>Mean of the finite values; NaN if there are none.</summary>
    public double Mean => Count == 0 ? double.NaN : Sum / Count;

    internal static SeriesBucket Of(double index, ChartPoint point) => double.IsFinite(point.Y)
        ? new SeriesBucket(index, 1, point.Y, point, point, 0, default)
        : new SeriesBucket(index, 0, 0, default, default, 1, point);

    /// <summary>Both together; <paramref name="later"/> holds later points.</summary>
    internal SeriesBucket With(SeriesBucket later) => new(
        Index,
        Count + later.Count,
        Sum + later.Sum,
        Count == 0 || (later.Count > 0 && later.Least.Y < Least.Y) ? later.Least : Least,
        Count == 0 || (later.Count > 0 && later.Most.Y > Most.Y) ? later.Most : Most,
        NonFinite + later.NonFinite,
        NonFinite == 0 ? later.FirstNonFinite : FirstNonFinite);
}
