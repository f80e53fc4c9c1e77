using TrmLab.Core.Runs;

namespace TrmLab.Core.Interchange;

/// <summary>How a foreign run is to appear here.</summary>
/// <param name="Name">Name in the dashboard.</param>
/// <param name="Weights"><c>ema</c> or <c>raw</c>: which weights its evaluations are of, see <see cref="ImportNaming"/>.</param>
public sealed record RunImportOptions(string Name, string Weights = "ema");

/// <summary>Makes a run directory of another program's metrics: a log that begins with <see cref="RunImported"/>, and nothing else.</summary>
public static class RunImport
{
    /// <summary>Writes the run in one piece.</summary>
    /// <param name="found">What was read.</param>
    /// <param name="format">The kind of file in words.</param>
    /// <param name="options">Name and weights.</param>
    /// <param name="target">The run's directory, not there yet.</param>
    /// <exception cref="InputException">There is nothing to import, the target exists, or it cannot be written.</exception>
    public static void Write(ImportedRun found, string format, RunImportOptions options, RunDirectory target)
    {
        if (found.Points == 0) throw new InputException($"{found.Source}: no metric has a point; nothing was imported");
        ReadOnlyRun.Write(target, run => WriteLog(found, format, options, run));
    }

    private static void WriteLog(ImportedRun found, string format, RunImportOptions options, RunDirectory run)
    {
        var (series, notes) = Renamed(found, options.Weights);
        var start = series.Select(s => s.Times.Length == 0 ? double.NaN : s.Times[0]).Where(t => !double.IsNaN(t)).DefaultIfEmpty(double.NaN).Min();
        var time = double.IsNaN(start) ? DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() : Milliseconds(start);
        if (double.IsNaN(start)) notes.Add("The file has no times: all points have that of the import.");
        using var log = RunLogWriter.Append(run.Log);
        log.Write(new RunImported { Time = time, Name = options.Name, Source = Path.GetFileName(Path.TrimEndingDirectorySeparator(found.Source)), Format = format, Notes = notes });
        foreach (var row in MetricRows.Of(series))
        {
            if (!double.IsNaN(row.Time)) time = Milliseconds(row.Time);
            foreach (var group in row.Values.GroupBy(v => WeightsOf(series[v.Series].Name)).OrderBy(g => g.Key, StringComparer.Ordinal))
            {
                var values = group.ToDictionary(v => series[v.Series].Name[(group.Key.Length == 0 ? 0 : group.Key.Length + 1)..], v => v.Value);
                log.Write(group.Key.Length == 0
                    ? new MetricsLogged { Time = time, Step = row.Step, Values = values }
                    : new Evaluated { Time = time, Step = row.Step, Weights = group.Key, Values = values });
            }
        }
    }

    // Two names of the file may mean one metric here; then they keep their own.
    private static (IReadOnlyList<MetricSeries> Series, List<string> Notes) Renamed(ImportedRun found, string weights)
    {
        List<string> notes = [.. found.Notes];
        var names = found.Series.ToDictionary(s => s, s => ImportNaming.NameOf(s.Name, weights));
        var doubled = names.Values.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
        MetricSeries[] series = [.. found.Series.Select(s => doubled.Contains(names[s]) || names[s] == s.Name ? s : s.Renamed(names[s]))];
        foreach (var (own, here) in names.Where(n => n.Key.Name != n.Value && !doubled.Contains(n.Value)).Select(n => (n.Key.Name, n.Value))) notes.Add($"{own} is {here} here.");
        return (series, notes);
    }

    private static string WeightsOf(string metric) => metric.Split('/') is { Length: > 2 } parts && parts[0] is "ema" or "raw" ? metric[..3] : "";

    private static long Milliseconds(double seconds) => (long)Math.Round(seconds * 1000);
}
