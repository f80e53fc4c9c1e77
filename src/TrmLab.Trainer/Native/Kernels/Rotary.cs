using System.Runtime.CompilerServices;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Products;

namespace TrmLab.Trainer.Native.Kernels;

/// <summary>
/// Rotary positions in the "rotate half" layout on padded heads: the first half of a head lies at its start, the second at its middle,
/// each padded to a multiple of 16. Positions count every token of the sequence from 0.
/// </summary>
internal sealed unsafe class Rotary
{
    private readonly int _half;
    private readonly float* _cosine;
    private readonly float* _sine;

    /// <param name="arena">Owns the tables.</param>
    /// <param name="headWidth">True width of a head, even.</param>
    /// <param name="paddedWidth">Width of a head in the panels.</param>
    public Rotary(Arena arena, int positions, int headWidth, int paddedWidth, double theta)
    {
        _half = paddedWidth / 2;
        _cosine = arena.Floats((long)positions * _half);
        _sine = arena.Floats((long)positions * _half);
        for (var position = 0; position < positions; position++)
        {
            for (var i = 0; i < headWidth / 2; i++)
            {
                // In float32 as the reference: its tables are what a trained checkpoint expects.
                var frequency = 1f / MathF.Pow((float)theta, 2f * i / headWidth);
                var angle = position * frequency;
                _cosine[position * _half + i] = MathF.Cos(angle);
                _sine[position * _half + i] = MathF.Sin(angle);
            }
        }
    }

    /// <summary>Rotates the head that begins at <paramref name="column"/> of a panel matrix, for one sequence, in place.</summary>
    /// <param name="rows">Rows of the whole matrix.</param>
    /// <param name="firstRow">Row of position 0.</param>
    /// <param name="direction">1: forward. -1: the inverse, which is the gradient.</param>
    public void Apply(float* matrix, int rows, int firstRow, int column, int positions, float direction)
    {
        for (var i = 0; i < _half; i += LaneWidth.Lanes)
        {
            var first = matrix + Panels.Offset(rows, firstRow, column + i);
            var second = matrix + Panels.Offset(rows, firstRow, column + _half + i);
            if (LaneWidth.Is512)
                Rotate<Lanes512>(first, second, _cosine + i, _sine + i, positions, direction);
            else
                Rotate<Lanes256>(first, second, _cosine + i, _sine + i, positions, direction);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Rotate<T>(float* first, float* second, float* cosine, float* sine, int positions, float direction)
        where T : struct, ILanes<T>
    {
        var sign = T.All(direction);
        for (var position = 0; position < positions; position++)
        {
            var a = T.Load(first);
            var b = T.Load(second);
            var c = T.Load(cosine + (nint)position * _half);
            var s = T.Load(sine + (nint)position * _half) * sign;
            (a * c - b * s).Store(first);
            T.MultiplyAdd(b, c, a * s).Store(second);
            first += Panels.Width;
            second += Panels.Width;
        }
    }
}
