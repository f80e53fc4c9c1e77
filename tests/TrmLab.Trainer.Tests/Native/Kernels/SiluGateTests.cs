using TrmLab.Trainer.Native.Kernels;
using TrmLab.Trainer.Native.Lanes;
using TrmLab.Trainer.Native.Memory;

namespace TrmLab.Trainer.Tests.Native.Kernels;

public sealed unsafe class SiluGateTests
{
    private const int Count = 64 * 8;

    [Fact]
    public void Forward_and_backward_equal_float64_also_far_out()
    {
        using var arena = new Arena();
        float* gate = Draw(arena, 1, 100), up = Draw(arena, 2, 1), hidden = arena.Floats(Count), d = Draw(arena, 3, 1);
        SiluGate.Forward(gate, up, hidden, Count);
        for (var i = 0; i < Count; i++)
            Assert.Equal(gate[i] * Sigmoid(gate[i]) * up[i], hidden[i], 2e-6 * (1 + Math.Abs(gate[i])));

        var (g, u, dh) = (Copy(gate), Copy(up), Copy(d));
        SiluGate.Backward(gate, up, d, Count);
        for (var i = 0; i < Count; i++)
        {
            var (s, tolerance) = (Sigmoid(g[i]), 2e-6 * (1 + Math.Abs(g[i])));
            Assert.Equal(g[i] * s * u[i], d[i], tolerance);
            Assert.Equal(dh[i] * g[i] * s, up[i], tolerance);
            Assert.Equal(dh[i] * u[i] * (s + g[i] * s * (1 - s)), gate[i], tolerance);
        }
    }

    [Fact]
    public void What_is_not_a_number_stays_visible()
    {
        using var arena = new Arena();
        float* gate = arena.Floats(16), up = arena.Floats(16), hidden = arena.Floats(16);
        gate[3] = float.NaN;
        SiluGate.Forward(gate, up, hidden, 16);
        Assert.True(float.IsNaN(hidden[3]));
        Assert.Equal(0, hidden[4]);
    }

    [Fact]
    public void Register_width_does_not_change_a_bit()
    {
        Assert.SkipUnless(LaneWidth.Is512, "Needs AVX-512.");
        using var arena = new Arena();
        float* gate = Draw(arena, 1, 10), up = Draw(arena, 2, 1), wide = arena.Floats(Count), narrow = arena.Floats(Count);
        SiluGate.Forward<Lanes512>(gate, up, wide, Count);
        SiluGate.Forward<Lanes256>(gate, up, narrow, Count);
        Assert.Equal(Copy(wide), Copy(narrow));
    }

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static float* Draw(Arena arena, int seed, float range)
    {
        var random = new Random(seed);
        var values = arena.Floats(Count);
        for (var i = 0; i < Count; i++)
            values[i] = (float)(2 * random.NextDouble() - 1) * range;
        return values;
    }

    private static float[] Copy(float* values) => new Span<float>(values, Count).ToArray();
}
