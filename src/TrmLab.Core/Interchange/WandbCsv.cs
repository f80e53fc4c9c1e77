namespace TrmLab.Core.Interchange;

/// <summary>
/// Reads a wandb history table: a header with <c>_step</c>, usually <c>_runtime</c> and <c>_timestamp</c> (Unix seconds), and one column per
/// metric, as <c>run.history().to_csv()</c> writes it. An empty cell is no point; <c>NaN</c> and <c>inf</c> are points.
/// </summary>
public static class WandbCsv
{
    /// <exception cref="InputException">The file cannot be read, has no step column, or a row is malformed; the message has file and line.</exception>
    public static ImportedRun Read(string path, ImportLimits? limits = null)
    {
        using var stream = InterchangeFiles.OpenRead(path);
        return Read(stream, path, limits);
    }

    /// <param name="stream">UTF-8 text, with or without a byte-order mark.</param>
    /// <param name="source">Name for messages.</param>
    /// <param name="limits">What it may use.</param>
    public static ImportedRun Read(Stream stream, string source, ImportLimits? limits = null)
    {
        limits ??= ImportLimits.Default;
        using var reader = new StreamReader(stream, leaveOpen: true);
        var lines = new LimitedLines(reader, source, limits.LongestLine);
        var records = new CsvRecords(lines, source, limits.LongestLine);
        List<string> fields = [];
        if (!records.Next(fields)) throw new InputException($"{source}: the file is empty; a header with _step and metrics is expected.");
        var columns = new WandbColumns(fields, source, limits.MostMetrics);
        var points = new SeriesCollector(source, limits);
        var unreadable = new int[fields.Count];
        long badSteps = 0;
        while (records.Next(fields))
        {
            if (fields.Count != columns.Count)
            {
                throw new InputException($"{source} line {lines.Number}: {fields.Count} fields, the header has {columns.Count}; the file is cut off or damaged.");
            }

            if (!MetricText.TryValue(fields[columns.Step], out var number) || !MetricText.TryStep(number, out var step))
            {
                badSteps++;
                continue;
            }

            var time = columns.Time >= 0 && MetricText.TryValue(fields[columns.Time], out var seconds) ? seconds : double.NaN;
            foreach (var (index, metric) in columns.Metrics)
            {
                if (string.IsNullOrWhiteSpace(fields[index])) continue;
                if (MetricText.TryValue(fields[index], out var value)) points.Add(metric, step, value, time);
                else unreadable[index]++;
            }
        }

        if (badSteps > 0) points.Note($"{badSteps} rows were skipped because their step is not a whole number.");
        foreach (var (index, metric) in columns.Metrics.Where(c => unreadable[c.Index] > 0))
        {
            points.Note($"{metric}: {unreadable[index]} cells were skipped because they are not numbers.");
        }

        return points.Build();
    }
}
