namespace TrmLab.Core.Costs;

/// <summary>How the native CPU step cuts a batch: each thread's share goes through the recursion in chunks of sequences.</summary>
public static class ChunkPlan
{
    // Rows of a chunk: enough for products to run at full speed, few enough to stay near the cache.
    private const int ChunkRows = 400;

    /// <summary>Sequences of a chunk. Depends on the batch alone, as gradients are summed chunk by chunk: whatever ran before must not show.</summary>
    /// <param name="tokens">Tokens L of a sequence.</param>
    public static int Sequences(int tokens, int batchSize, int threads)
    {
        var share = Share(batchSize, threads);
        var chunks = (share * Rows(tokens) + ChunkRows - 1) / ChunkRows;
        return Math.Max(1, (share + chunks - 1) / chunks);
    }

    /// <summary>Most sequences that a chunk of this batch or a smaller one has.</summary>
    /// <inheritdoc cref="Sequences"/>
    public static int Most(int tokens, int batchSize, int threads) => Math.Min(Share(batchSize, threads), (ChunkRows + Rows(tokens) - 1) / Rows(tokens));

    private static int Share(int batchSize, int threads) => (batchSize + threads - 1) / threads;

    // An odd sequence takes one row more.
    private static int Rows(int tokens) => (tokens + 1) / 2 * 2;
}
