namespace TrmLab.Core.Interchange;

/// <summary>What an import may use at most, whatever the file says of itself.</summary>
public sealed record ImportLimits
{
    public static ImportLimits Default { get; } = new();

    /// <summary>Points of all metrics together, 24 bytes each.</summary>
    public long MostPoints { get; init; } = 20_000_000;

    public int MostMetrics { get; init; } = 10_000;

    /// <summary>Characters of one line of text.</summary>
    public int LongestLine { get; init; } = 16 * 1024 * 1024;

    /// <summary>Bytes of one event; larger ones (images, graphs) hold no scalar and are skipped unread.</summary>
    public int LargestEvent { get; init; } = 1024 * 1024;
}
