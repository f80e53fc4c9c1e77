using System.Numerics;
using System.Runtime.InteropServices;

namespace TrmLab.Trainer.Distributed.Mpi;

/// <summary>
/// A sum over 2, 4, 8, ... ranks in one order: neighbours first, then pairs of neighbours, ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). A library's own
/// sum takes the order that it finds fastest, another one for other sizes.
/// </summary>
/// <remarks>
/// Recursive halving and doubling (Thakur, Rabenseifner, Gropp 2005) with the nearest rank first: each rank adds up a piece of the values,
/// half as long after every exchange, and the pieces are handed back the same way. Moves 2 (N - 1) / N of the values per rank, as a ring does.
/// </remarks>
internal sealed unsafe class PairwiseRanks(MpiLibrary library, int rank, int ranks)
{
    private byte[] _space = [];

    /// <summary>Whether this number of ranks is added so.</summary>
    public static bool Covers(int ranks) => ranks > 1 && BitOperations.IsPow2(ranks);

    /// <summary>Replaces the values by their sum over all ranks.</summary>
    public void Sum<T>(Span<T> values)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        Reserve((values.Length + 1) / 2 * sizeof(T));
        SumAndSpread(values, MemoryMarshal.Cast<byte, T>(_space.AsSpan()), distance: 1);
    }

    // Adds up this rank's half over all ranks, and gets the other half from the rank that has added that up.
    private void SumAndSpread<T>(Span<T> values, Span<T> space, int distance)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        if (distance == ranks)
            return;
        var lower = values[..(values.Length / 2)];
        var upper = values[(values.Length / 2)..];
        var isLower = (rank & distance) == 0;
        var own = isLower ? lower : upper;
        var other = isLower ? upper : lower;
        var received = space[..own.Length];
        Exchange(other, received, rank ^ distance);
        Add(own, received);
        SumAndSpread(own, space, 2 * distance);
        Exchange(own, other, rank ^ distance);
    }

    private static void Add<T>(Span<T> sum, ReadOnlySpan<T> values)
        where T : unmanaged, IAdditionOperators<T, T, T>
    {
        var sums = MemoryMarshal.Cast<T, Vector<T>>(sum);
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        for (var i = 0; i < sums.Length; i++)
            sums[i] += vectors[i];
        for (var i = sums.Length * Vector<T>.Count; i < sum.Length; i++)
            sum[i] += values[i];
    }

    private void Exchange<T>(ReadOnlySpan<T> sent, Span<T> received, int partner)
        where T : unmanaged
    {
        fixed (T* from = sent)
        fixed (T* to = received)
            library.Exchange(from, sent.Length * sizeof(T), to, received.Length * sizeof(T), partner);
    }

    private void Reserve(int bytes)
    {
        if (_space.Length < bytes)
            _space = new byte[bytes];
    }
}
