using System.Runtime.InteropServices;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>One thread's sums of weight gradients, as panels: of the part of the batch that it is at, and of the parts before.</summary>
internal sealed unsafe class Gradients
{
    private readonly IReadOnlyList<GradientSlot> _slots;
    private readonly nint[] _starts;
    private readonly nint _size;
    private readonly float* _part;
    private readonly PairwiseSum _parts;
    private float* _total;

    public Gradients(Arena arena, IReadOnlyList<GradientSlot> slots)
    {
        _slots = slots;
        _starts = new nint[slots.Count];
        for (var slot = 0; slot < slots.Count; slot++)
        {
            _starts[slot] = _size;
            _size += (nint)slots[slot].Layout.Size;
        }

        _part = arena.Floats(_size);
        _parts = new PairwiseSum(arena, _size);
        _total = _part;
    }

    /// <summary>The panels of a slot, of the part that the thread is at.</summary>
    public float* this[int slot] => _part + _starts[slot];

    /// <summary>Starts a part.</summary>
    public void Clear() => NativeMemory.Clear(_part, (nuint)_size * sizeof(float));

    /// <summary>Ends a part.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="parts">Parts of this thread, a power of two.</param>
    public void Close(int number, int parts)
    {
        if (parts > 1)
            _parts.Add(_part, number, parts);
        _total = parts > 1 ? _parts.Total(parts) : _part;
    }

    /// <summary>
    /// Adds up the threads' sums, neighbours first, and writes one thread's share of the rows to the tensors' gradients. The shares do
    /// not change any sum.
    /// </summary>
    public static void Collect(IReadOnlyList<Gradients> all, NetworkWeights weights, int thread)
    {
        var first = all[0];
        for (var slot = 0; slot < first._slots.Count; slot++)
        {
            var (layout, source, transposed) = first._slots[slot];
            var start = layout.Rows * thread / all.Count;
            var end = layout.Rows * (thread + 1) / all.Count;
            for (var panel = 0; panel < Panels.Count(layout.Columns); panel++)
                AddUp(all, first._starts[slot] + Panels.Offset(layout.Rows, start, panel * Panels.Width), (nint)(end - start) * Panels.Width);

            var sum = first._total + first._starts[slot];
            var target = source(weights).Gradient;
            if (transposed)
                Untranspose(layout, sum, target, start, end);
            else
                layout.ToWeight(sum, target, start, end);
        }
    }

    // Sums in the first thread's buffer; as many threads as a power of two go on with the pairs of PairwiseSum.
    private static void AddUp(IReadOnlyList<Gradients> all, nint at, nint count)
    {
        for (var distance = 1; distance < all.Count; distance *= 2)
        {
            for (var left = 0; left + distance < all.Count; left += 2 * distance)
                Elements.Add(all[left]._total + at, all[left + distance]._total + at, all[left]._total + at, count);
        }
    }

    private static void Untranspose(WeightLayout layout, float* panels, float* target, int start, int end)
    {
        for (var row = start; row < Math.Min(end, layout.WeightRows); row++)
        {
            for (var column = 0; column < layout.WeightColumns; column++)
                target[(nint)column * layout.WeightRows + row] = panels[Panels.Offset(layout.Rows, row, column)];
        }
    }
}
