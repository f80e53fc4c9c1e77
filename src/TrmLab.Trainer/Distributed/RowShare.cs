namespace TrmLab.Trainer.Distributed;

/// <summary>The rows of a global batch that one of several equal workers computes. Shares follow one another and differ by one row at most.</summary>
/// <param name="Number">This worker among the others, from 0.</param>
/// <param name="Of">Workers.</param>
/// <param name="Total">Rows of the global batch.</param>
public readonly record struct RowShare(int Number, int Of, int Total)
{
    /// <summary>First row.</summary>
    public int First => Start(Number);

    /// <summary>Rows.</summary>
    public int Count => Start(Number + 1) - First;

    /// <summary>True where one worker has everything.</summary>
    public bool IsWhole => Count == Total;

    /// <summary>The rows' numbers.</summary>
    public int[] Rows => [.. Enumerable.Range(First, Count)];

    /// <summary>Everything.</summary>
    public static RowShare Whole(int total) => new(0, 1, total);

    /// <summary>
    /// One of several parts of this share. The parts of all shares are those into which the whole batch would be cut, whoever has them: two
    /// parts of each of four workers are the eight parts of one.
    /// </summary>
    public RowShare Part(int number, int parts) => new(Number * parts + number, Of * parts, Total);

    private int Start(int number) => (int)((long)Total * number / Of);
}
