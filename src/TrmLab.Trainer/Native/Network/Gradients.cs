using System.Runtime.InteropServices;
using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Network;

/// <summary>One thread's sums of weight gradients, as panels.</summary>
internal sealed unsafe class Gradients
{
    private readonly IReadOnlyList<GradientSlot> _slots;
    private readonly float*[] _panels;

    public Gradients(Arena arena, IReadOnlyList<GradientSlot> slots)
    {
        _slots = slots;
        _panels = new float*[slots.Count];
        for (var slot = 0; slot < slots.Count; slot++)
            _panels[slot] = arena.Floats(slots[slot].Layout.Size);
    }

    /// <summary>The panels of a slot.</summary>
    public float* this[int slot] => _panels[slot];

    /// <summary>Starts a step.</summary>
    public void Clear()
    {
        for (var slot = 0; slot < _slots.Count; slot++)
            NativeMemory.Clear(_panels[slot], (nuint)_slots[slot].Layout.Size * sizeof(float));
    }

    /// <summary>
    /// Adds up the threads' sums, in the threads' order, and writes one thread's share of the rows to the tensors' gradients. The shares do
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
            {
                var at = Panels.Offset(layout.Rows, start, panel * Panels.Width);
                for (var other = 1; other < all.Count; other++)
                    Elements.Add(first[slot] + at, all[other][slot] + at, first[slot] + at, (nint)(end - start) * Panels.Width);
            }

            var target = source(weights).Gradient;
            if (transposed)
                Untranspose(layout, first[slot], target, start, end);
            else
                layout.ToWeight(first[slot], target, start, end);
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
