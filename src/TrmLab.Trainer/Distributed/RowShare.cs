namespace TrmLab.Trainer.Distributed;

/// <summary>The rows of a global batch that one rank computes. The ranks' shares follow one another and differ by one row at most.</summary>
/// <param name="First">First row.</param>
/// <param name="Count">Rows.</param>
/// <param name="Total">Rows of the global batch.</param>
public readonly record struct RowShare(int First, int Count, int Total)
{
    /// <summary>True where one rank has everything.</summary>
    public bool IsWhole => Count == Total;

    /// <summary>The rows' numbers.</summary>
    public int[] Rows => [.. Enumerable.Range(First, Count)];

    /// <summary>Everything.</summary>
    public static RowShare Whole(int total) => new(0, total, total);

    /// <summary>The share of a rank.</summary>
    public static RowShare Of(int total, int rank, int ranks)
    {
        var first = (int)((long)total * rank / ranks);
        return new RowShare(first, (int)((long)total * (rank + 1) / ranks) - first, total);
    }
}
