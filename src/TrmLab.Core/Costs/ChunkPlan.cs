using System.Numerics;

namespace TrmLab.Core.Costs;

/// <summary>
/// How the native CPU step cuts a batch. The global batch is cut into parts whose gradients are added pair by pair; threads and ranks share
/// out whole parts, so results do not depend on how many there are. A part goes through the recursion in chunks of sequences.
/// </summary>
public static class ChunkPlan
{
    // Rows of a chunk: enough for products to run at full speed, few enough to stay near the cache.
    private const int ChunkRows = 400;

    // As many parts as workers may share without a difference in the result; each doubling costs a gradient buffer per thread.
    private const int FewestParts = 4;
    private const int MostParts = 16;

    /// <summary>
    /// Parts of the global batch per worker, a power of two. For 1, 2, 4, ... workers, up to 16 for a batch of 16 chunks and to 4 for the
    /// smallest, all workers together have the same parts; 3 workers cut the batch into a multiple of three.
    /// </summary>
    /// <param name="tokens">Tokens L of a sequence.</param>
    /// <param name="batchSize">Sequences of the global batch.</param>
    /// <param name="workers">Threads of all ranks.</param>
    public static int PartsPerWorker(int tokens, int batchSize, int workers)
    {
        var chunks = Math.Clamp(PowerBelow(Chunks(tokens, batchSize)), FewestParts, MostParts);
        return Math.Max(1, Math.Min(chunks, PowerBelow(batchSize)) / PowerBelow(workers));
    }

    /// <summary>Sequences of a chunk. Depends on the part alone, as gradients are summed chunk by chunk: whatever ran before must not show.</summary>
    /// <param name="tokens">Tokens L of a sequence.</param>
    /// <param name="part">Sequences of the part.</param>
    public static int Sequences(int tokens, int part)
    {
        var chunks = Math.Max(1, Chunks(tokens, part));
        return Math.Max(1, (part + chunks - 1) / chunks);
    }

    /// <summary>Most sequences that a chunk of this batch or a smaller one has.</summary>
    /// <param name="tokens">Tokens L of a sequence.</param>
    /// <param name="batchSize">Sequences of this process's batch.</param>
    /// <param name="threads">Threads of this process.</param>
    public static int Most(int tokens, int batchSize, int threads) =>
        Math.Min((batchSize + threads - 1) / threads, (ChunkRows + Rows(tokens) - 1) / Rows(tokens));

    private static int Chunks(int tokens, int sequences) => (sequences * Rows(tokens) + ChunkRows - 1) / ChunkRows;

    private static int PowerBelow(int number) => 1 << BitOperations.Log2((uint)Math.Max(1, number));

    // An odd sequence takes one row more.
    private static int Rows(int tokens) => (tokens + 1) / 2 * 2;
}
