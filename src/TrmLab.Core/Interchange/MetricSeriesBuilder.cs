namespace TrmLab.Core.Interchange;

/// <summary>
/// Collects points as they were logged. A step that goes back voids the points at and after it, as resuming from a checkpoint does; how many
/// were voided is counted, so that an importer can say so.
/// </summary>
public sealed class MetricSeriesBuilder(string name)
{
    private readonly List<long> _steps = [];
    private readonly List<double> _values = [];
    private readonly List<double> _times = [];

    public string Name => name;

    /// <summary>Points held.</summary>
    public int Count => _steps.Count;

    /// <summary>Points that later ones replaced.</summary>
    public long Voided { get; private set; }

    /// <param name="step">Any; usually later than all before.</param>
    /// <param name="value">Any, NaN too.</param>
    /// <param name="time">Unix time in seconds; what no clock shows counts as unknown (NaN).</param>
    public void Add(long step, double value, double time = double.NaN)
    {
        Void(step);
        _steps.Add(step);
        _values.Add(value);
        _times.Add(Math.Abs(time) <= MetricSeries.LatestTime ? time : double.NaN);
    }

    /// <summary>Drops the points at <paramref name="fromStep"/> and later.</summary>
    public void Void(long fromStep)
    {
        if (_steps.Count == 0 || _steps[^1] < fromStep) return;
        var at = _steps.BinarySearch(fromStep);
        at = at < 0 ? ~at : at;
        var count = _steps.Count - at;
        Voided += count;
        _steps.RemoveRange(at, count);
        _values.RemoveRange(at, count);
        _times.RemoveRange(at, count);
    }

    public MetricSeries Build() => new(name, [.. _steps], [.. _values], [.. _times]);
}
