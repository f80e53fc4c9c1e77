namespace TrmLab.Core.Interchange.TensorBoard;

/// <summary>Reads the scalars of TensorBoard event files, of TensorFlow 1 (<c>simple_value</c>) and 2 (scalar tensors), and of PyTorch.</summary>
public static class EventFileReader
{
    /// <summary>Reads an event file, or all event files of a directory in the order of their names, which is that of their making.</summary>
    /// <exception cref="InputException">Nothing there is an event file, or it cannot be read. Damage further on is a note instead.</exception>
    public static ImportedRun Read(string path, ImportLimits? limits = null)
    {
        limits ??= ImportLimits.Default;
        var points = new SeriesCollector(path, limits);
        if (!Directory.Exists(path))
        {
            using var stream = InterchangeFiles.OpenRead(path);
            Collect(stream, path, "", limits, points);
            return points.Build();
        }

        string[] files = InterchangeFiles.Guarded(path, () => Directory.GetFiles(path).Where(f => Path.GetFileName(f).Contains("tfevents", StringComparison.Ordinal))
            .OrderBy(f => f, StringComparer.Ordinal).ToArray());
        if (files.Length == 0) throw new InputException($"{path}: no TensorBoard event file (*tfevents*) in this directory.");
        foreach (var file in files)
        {
            using var stream = InterchangeFiles.OpenRead(file);
            if (stream.Length == 0) points.Note($"{Path.GetFileName(file)}: empty.");
            else Collect(stream, file, files.Length > 1 ? Path.GetFileName(file) + ": " : "", limits, points);
        }

        return points.Build();
    }

    /// <param name="stream">An event file.</param>
    /// <param name="source">Name for messages.</param>
    /// <param name="limits">What it may use.</param>
    public static ImportedRun Read(Stream stream, string source, ImportLimits? limits = null)
    {
        limits ??= ImportLimits.Default;
        var points = new SeriesCollector(source, limits);
        Collect(stream, source, "", limits, points);
        return points.Build();
    }

    private static void Collect(Stream stream, string source, string notePrefix, ImportLimits limits, SeriesCollector points)
    {
        var records = new TfRecordReader(stream, source, limits.LargestEvent, problem => points.Note(notePrefix + problem));
        var message = new EventMessage();
        long others = 0;
        while (records.Next() is { } record)
        {
            if (!message.Read(record.Data.Span))
            {
                points.Note($"{notePrefix}The record at byte {record.Offset} is intact but is no event, and was skipped.");
                continue;
            }

            others += message.Others;
            foreach (var scalar in message.Scalars) points.Add(scalar.Tag, message.Step, scalar.Value, message.WallTime);
        }

        if (!records.Recognised) throw new InputException($"{source}: not a TensorBoard event file, or damaged from its first record on.");
        if (others > 0) points.Note($"{notePrefix}{others} values were skipped because they are no scalars (images, histograms, texts).");
        if (records.TooLarge > 0) points.Note($"{notePrefix}{records.TooLarge} events larger than {limits.LargestEvent} bytes were skipped.");
    }
}
