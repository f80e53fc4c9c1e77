using TrmLab.Trainer.Native.Memory;
using TrmLab.Trainer.Native.Network;

namespace TrmLab.Trainer.Tests.Native.Network;

public sealed unsafe class PairwiseSumTests
{
    private const int Size = 32;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(16)]
    public void Adds_pairs_then_pairs_of_pairs_and_starts_again(int count)
    {
        using var arena = new Arena();
        var sum = new PairwiseSum(arena, Size);
        var buffer = new Span<float>(arena.Floats(Size), Size);
        var random = new Random(count);
        for (var repeat = 0; repeat < 2; repeat++)
        {
            float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)Math.Exp(8 * random.NextDouble() - 4))];
            for (var number = 0; number < count; number++)
            {
                buffer.Fill(values[number]);
                fixed (float* address = buffer) sum.Add(address, number, count);
            }

            Assert.All(new Span<float>(sum.Total(count), Size).ToArray(), total => Assert.Equal(Pairwise(values), total));
        }
    }

    private static float Pairwise(ReadOnlySpan<float> values) =>
        values.Length == 1 ? values[0] : Pairwise(values[..(values.Length / 2)]) + Pairwise(values[(values.Length / 2)..]);
}
