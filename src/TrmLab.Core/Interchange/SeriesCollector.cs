namespace TrmLab.Core.Interchange;

/// <summary>Gathers an import's points by metric, within its limits, and what is to be said about them.</summary>
internal sealed class SeriesCollector(string source, ImportLimits limits)
{
    private const int MostNotes = 20;
    private const int LongestName = 1024;

    private readonly Dictionary<string, MetricSeriesBuilder> _series = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];
    private long _added;
    private int _unsaid;

    public void Add(string metric, long step, double value, double time)
    {
        if (++_added > limits.MostPoints) throw new InputException($"{source}: more than {limits.MostPoints} points; import fewer metrics or a part of the run.");
        metric = metric.Trim();
        if (metric.Length == 0) metric = "(unnamed)";
        if (!_series.TryGetValue(metric, out var builder))
        {
            if (metric.Length > LongestName) throw new InputException($"{source}: a metric's name has {metric.Length} characters; the file is damaged or no metrics file.");
            if (_series.Count == limits.MostMetrics) throw new InputException($"{source}: more than {limits.MostMetrics} metrics; import fewer.");
            _series.Add(metric, builder = new MetricSeriesBuilder(metric));
        }

        builder.Add(step, value, time);
    }

    public void Note(string text)
    {
        if (_notes.Count < MostNotes) _notes.Add(text);
        else _unsaid++;
    }

    public ImportedRun Build()
    {
        foreach (var builder in _series.Values.Where(b => b.Voided > 0))
        {
            Note($"{builder.Name}: {builder.Voided} points were replaced because the step went back or stood twice.");
        }

        if (_unsaid > 0) _notes.Add($"{_unsaid} more notes of this kind.");
        return new ImportedRun(source, [.. _series.Values.OrderBy(b => b.Name, StringComparer.Ordinal).Select(b => b.Build())], _notes);
    }
}
