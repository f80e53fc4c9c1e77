namespace TrmLab.Core.Statistics;

/// <summary>Quantiles of a sample, linear between neighbours (type 7 of Hyndman and Fan, the default of numpy and R).</summary>
public static class Percentiles
{
    /// <param name="ascending">Sorted, not empty, without NaN.</param>
    /// <param name="share">0 to 1.</param>
    public static double OfSorted(ReadOnlySpan<double> ascending, double share)
    {
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "0 to 1 is expected.");
        var position = share * (ascending.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, ascending.Length - 1);
        var fraction = position - below;
        return fraction == 0 ? ascending[below] : ascending[below] * (1 - fraction) + ascending[above] * fraction;
    }
}
