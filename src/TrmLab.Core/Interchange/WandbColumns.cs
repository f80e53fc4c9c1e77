namespace TrmLab.Core.Interchange;

/// <summary>Where the columns of a history table stand.</summary>
internal sealed class WandbColumns
{
    private static readonly string[] StepNames = ["_step", "Step", "step"];

    public WandbColumns(IReadOnlyList<string> header, string source, int mostMetrics)
    {
        Count = header.Count;
        if (Count > mostMetrics + 8) throw new InputException($"{source}: {Count} columns; at most {mostMetrics} metrics are imported.");
        string[] names = [.. header.Select(h => h.Trim())];
        Step = StepNames.Select(n => Array.IndexOf(names, n)).FirstOrDefault(i => i >= 0, -1);
        if (Step < 0) throw new InputException($"{source}: the header names no _step column; export the history with it (run.history().to_csv).");
        Time = Array.IndexOf(names, "_timestamp");

        // pandas writes its row index as a first column without a name.
        Metrics = [.. names.Select((name, index) => (index, name)).Where(c => c.index != Step && c.name.Length > 0 && c.name is not ("_timestamp" or "_runtime" or "_step"))];
        var doubled = Metrics.GroupBy(c => c.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        if (doubled is not null) throw new InputException($"{source}: the column '{doubled.Key}' stands twice; rename one.");
    }

    public int Count { get; }

    public int Step { get; }

    /// <summary>-1 if there are no times.</summary>
    public int Time { get; }

    public IReadOnlyList<(int Index, string Name)> Metrics { get; }
}
