using TrmLab.Core.Numerics;

namespace TrmLab.Core.Tests.Numerics;

public class SeededRandomTests
{
    [Fact]
    public void TheSequenceIsThePublishedOne()
    {
        // xoshiro256** from the state 1, 2, 3, 4: the first values of its authors' program.
        var random = new SeededRandom(new RandomState(1, 2, 3, 4));
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL], Enumerable.Range(0, 4).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void ASavedStateContinuesTheSequence()
    {
        var random = new SeededRandom(seed: 7);
        random.Next(10);
        RandomState state = random.State;
        int[] expected = [.. Enumerable.Range(0, 100).Select(_ => random.Next(1000))];
        random.State = state;
        Assert.Equal(expected, Enumerable.Range(0, 100).Select(_ => random.Next(1000)));
        Assert.NotEqual(expected, Enumerable.Range(0, 100).Select(_ => new SeededRandom(7, stream: 1).Next(1000)));
    }

    [Fact]
    public void ValuesAreUniformAndInRange()
    {
        var random = new SeededRandom(seed: 1);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++)
        {
            counts[random.Next(7)]++;
            Assert.InRange(random.NextDouble(), 0, 0.9999999999999999);
        }

        // Standard deviation 93: five of them.
        Assert.All(counts, count => Assert.InRange(count, 9_535, 10_465));
    }

    [Fact]
    public void ShufflingReachesEveryOrderEquallyOften()
    {
        var random = new SeededRandom(seed: 3);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 24_000; i++)
        {
            char[] letters = ['a', 'b', 'c', 'd'];
            random.Shuffle(letters.AsSpan());
            string order = new(letters);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(24, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 840, 1_160));
    }
}
