namespace TrmLab.Core.Charting;

/// <summary>Smooths values over all points, before any reduction. NaN and infinities stay where they are and do not spread.</summary>
public static class Smoothing
{
    /// <summary>
    /// Exponential moving average without the pull of its start, as TensorBoard and wandb draw it: s = w s + (1 - w) v from s = 0, divided by
    /// 1 - w^n after n finite values.
    /// </summary>
    /// <param name="values">In order.</param>
    /// <param name="weight">w, at least 0 (no smoothing) and below 1.</param>
    public static double[] Exponential(ReadOnlySpan<double> values, double weight)
    {
        var average = new ExponentialSmoothing(weight);
        var smoothed = new double[values.Length];
        for (var i = 0; i < values.Length; i++) smoothed[i] = average.Next(values[i]);
        return smoothed;
    }

    /// <summary>Mean of the finite values among <paramref name="window"/> points around each; at the ends, of those that there are.</summary>
    /// <param name="values">In order.</param>
    /// <param name="window">Odd and positive.</param>
    public static double[] RunningMean(ReadOnlySpan<double> values, int window)
    {
        if (window < 1 || window % 2 == 0) throw new ArgumentOutOfRangeException(nameof(window), window, "An odd number of points is expected.");
        var half = Math.Min(window / 2, values.Length);
        window = 2 * half + 1;
        var sums = WindowSums(values, half, window, static v => double.IsFinite(v) ? v : 0);
        var counts = WindowSums(values, half, window, static v => double.IsFinite(v) ? 1 : 0);
        var smoothed = new double[values.Length];
        for (var i = 0; i < smoothed.Length; i++) smoothed[i] = double.IsFinite(values[i]) ? sums[i] / counts[i] : values[i];
        return smoothed;
    }

    // Sums from and to the borders of blocks of one window's length (van Herk): nothing is ever subtracted, so one huge value does not
    // leave its rounding error behind in all later windows.
    private static double[] WindowSums(ReadOnlySpan<double> values, int half, int window, Func<double, double> of)
    {
        var length = values.Length + 2 * half;
        var padded = new double[length];
        for (var i = 0; i < values.Length; i++) padded[i + half] = of(values[i]);
        var toEnd = new double[length];
        var fromStart = new double[length];
        for (var i = 0; i < length; i++) fromStart[i] = i % window == 0 ? padded[i] : fromStart[i - 1] + padded[i];
        for (var i = length - 1; i >= 0; i--) toEnd[i] = i == length - 1 || (i + 1) % window == 0 ? padded[i] : toEnd[i + 1] + padded[i];
        var sums = new double[values.Length];
        for (var i = 0; i < sums.Length; i++) sums[i] = i % window == 0 ? toEnd[i] : toEnd[i] + fromStart[i + window - 1];
        return sums;
    }
}
