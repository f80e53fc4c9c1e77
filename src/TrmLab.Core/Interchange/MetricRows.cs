namespace TrmLab.Core.Interchange;

/// <summary>The values that were logged together.</summary>
/// <param name="Step">Training step.</param>
/// <param name="Time">Unix time in seconds; NaN if unknown.</param>
/// <param name="Values">Index of the series and value; valid until the next row is read.</param>
internal readonly record struct MetricRow(long Step, double Time, IReadOnlyList<(int Series, double Value)> Values);

/// <summary>Merges series into rows by step and, within a step, by time, so that reading the rows back gives the same series.</summary>
internal static class MetricRows
{
    public static IEnumerable<MetricRow> Of(IReadOnlyList<MetricSeries> series)
    {
        var next = new int[series.Count];
        List<(int, double)> values = [];
        while (true)
        {
            long step = 0;
            var time = double.NaN;
            var found = false;
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] == series[i].Count) continue;
                var (s, t) = (series[i].Steps[next[i]], series[i].Times[next[i]]);
                if (found && (s > step || (s == step && !Before(t, time)))) continue;
                (step, time, found) = (s, t, true);
            }

            if (!found) yield break;
            values.Clear();
            for (var i = 0; i < next.Length; i++)
            {
                if (next[i] == series[i].Count || series[i].Steps[next[i]] != step || !series[i].Times[next[i]].Equals(time)) continue;
                values.Add((i, series[i].Values[next[i]]));
                next[i]++;
            }

            yield return new MetricRow(step, time, values);
        }
    }

    // Unknown times come last.
    private static bool Before(double a, double b) => a < b || (double.IsNaN(b) && !double.IsNaN(a));
}
