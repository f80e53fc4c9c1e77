using System.Globalization;
using TrmLab.Core.Statistics;

namespace TrmLab.Core.Charting;

/// <summary>A vertical range that ignores outliers, and how many points it leaves outside.</summary>
/// <param name="Lower">Lower end of the range.</param>
/// <param name="Upper">Upper end of the range.</param>
/// <param name="Below">Finite points below it.</param>
/// <param name="Above">Finite points above it.</param>
/// <param name="Count">Finite points.</param>
public readonly record struct OutlierRange(double Lower, double Upper, long Below, long Above, long Count)
{
    /// <summary>
    /// The span between two percentiles, widened by a share of itself on both sides. The defaults are TensorBoard's 5th and 95th percentile.
    /// </summary>
    /// <param name="values">NaN and infinities are passed over.</param>
    /// <param name="lower">Share of points below the lower percentile.</param>
    /// <param name="upper">Share of points below the upper percentile.</param>
    /// <param name="padding">Share of the span that is added on each side.</param>
    /// <returns>Null without finite values.</returns>
    public static OutlierRange? Of(ReadOnlySpan<double> values, double lower = 0.05, double upper = 0.95, double padding = 0.1)
    {
        if (lower is not (>= 0 and < 1) || upper <= lower) throw new ArgumentOutOfRangeException(nameof(upper), upper, "0 <= lower < upper <= 1 is expected.");
        var finite = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            if (double.IsFinite(value)) finite[count++] = value;
        }

        if (count == 0) return null;
        var sorted = finite.AsSpan(0, count);
        sorted.Sort();
        var low = Percentiles.OfSorted(sorted, lower);
        var high = Percentiles.OfSorted(sorted, upper);

        // Where nearly all points are equal there is no span: show everything.
        if (!(high > low)) return new OutlierRange(sorted[0], sorted[^1], 0, 0, count);
        var pad = padding * (high - low);
        (low, high) = (Math.Max(sorted[0], low - pad), Math.Min(sorted[^1], high + pad));
        return new OutlierRange(low, high, FirstAtLeast(sorted, low), count - FirstAbove(sorted, high), count);
    }

    /// <summary>The same range, with the points of these curves counted against it.</summary>
    public OutlierRange CountedAnew(IEnumerable<IReadOnlyList<double>> curves)
    {
        long below = 0, above = 0, count = 0;
        foreach (var values in curves)
        {
            count += values.Count;
            for (var i = 0; i < values.Count; i++)
            {
                if (values[i] < Lower) below++;
                else if (values[i] > Upper) above++;
            }
        }

        return this with { Below = below, Above = above, Count = count };
    }

    /// <summary>Points that the range does not show.</summary>
    public long Outside => Below + Above;

    /// <summary>Such as <c>12 of 65,104 points outside</c>.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Outside:N0} of {Count:N0} points outside");

    private static int FirstAtLeast(ReadOnlySpan<double> sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    private static int FirstAbove(ReadOnlySpan<double> sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] <= value) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
