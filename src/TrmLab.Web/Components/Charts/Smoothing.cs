namespace TrmLab.Web.Components.Charts;

/// <summary>
/// Exponential smoothing without the pull of its start: s = w s + (1 - w) v over all points, divided by 1 - w^n. Over a bucket of k
/// points their mean counts k times, so the curve does not depend on how far the points were reduced.
/// </summary>
/// <param name="weight">w per point, at least 0 and below 1.</param>
public struct Smoothing(double weight)
{
    private double _sum;
    private double _share;

    /// <summary>The smoothed value after <paramref name="bucket"/>.</summary>
    public double Next(Bucket bucket)
    {
        var keep = Math.Pow(weight, bucket.Count);
        _sum = keep * _sum + (1 - keep) * bucket.Mean;
        _share = keep * _share + (1 - keep);
        return _sum / _share;
    }
}
