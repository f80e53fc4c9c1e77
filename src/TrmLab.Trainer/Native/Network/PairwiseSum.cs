using System.Numerics;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Native.Network;

/// <summary>
/// Adds up buffers that come one after another pair by pair: ((0 + 1) + (2 + 3)) + ((4 + 5) + (6 + 7)). An aligned power of two of them is one
/// bracket of that sum, so when brackets of several workers are added in the same way, no bit shows who had which. Holds log2 of the number
/// of buffers.
/// </summary>
/// <param name="size">Values of a buffer, a multiple of 16.</param>
internal sealed unsafe class PairwiseSum(Arena arena, nint size)
{
    // Sums of 1, 2, 4, ... buffers that wait for as many more.
    private readonly List<nint> _waiting = [];

    /// <summary>Takes the next buffer; its values are free afterwards.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="count">Buffers of this sum: 2, 4, 8, ...</param>
    public void Add(float* buffer, int number, int count)
    {
        Reserve(BitOperations.Log2((uint)count));
        if (IsSecond(number, 0))
            Elements.Add(At(0), buffer, At(0), size);
        else
            new Span<float>(buffer, (int)size).CopyTo(new Span<float>(At(0), (int)size));
        for (var level = 0; IsSecond(number, level) && 2 << level < count; level++)
        {
            if (IsSecond(number, level + 1))
                Elements.Add(At(level + 1), At(level), At(level + 1), size);
            else
                (_waiting[level], _waiting[level + 1]) = (_waiting[level + 1], _waiting[level]);
        }
    }

    /// <summary>The sum, once all buffers are there; valid until the next one comes.</summary>
    public float* Total(int count) => At(BitOperations.Log2((uint)count) - 1);

    // Whether a buffer, or the bracket that it completes, is the second of its pair.
    private static bool IsSecond(int number, int level) => (number >> level & 1) == 1;

    private float* At(int level) => (float*)_waiting[level];

    private void Reserve(int levels)
    {
        while (_waiting.Count < levels)
            _waiting.Add((nint)arena.Floats(size));
    }
}
