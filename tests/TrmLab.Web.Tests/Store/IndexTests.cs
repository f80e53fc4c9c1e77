using TrmLab.Core.Runs;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Store;

/// <summary>The index is only an index: whatever happens to it, the run directories bring it back.</summary>
public abstract class IndexTests(string index) : IDisposable
{
    protected TestLab Lab { get; } = new(index: index);

    public void Dispose()
    {
        Lab.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Built_anew_it_holds_the_same()
    {
        Fill();
        var before = IndexDump.Of(Lab.Index);
        Lab.Index.Replace();
        Lab.CatchUp();
        Assert.Equal(before, IndexDump.Of(Lab.Index));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_by_the_chunk_a_curve_is_what_its_rows_are(int seed)
    {
        var random = new Random(seed);
        var expected = new SortedDictionary<long, double>();
        for (var round = 0; round < 12; round++)
        {
            Lab.Index.Write((db, transaction) =>
            {
                using var writer = db.Index.Points(transaction, 1);
                var end = expected.Count == 0 ? 0 : expected.Keys.Last();
                // New points, and now and then some that were forgotten or that take another's place.
                for (var i = random.Next(1, 3000); i > 0; i--)
                {
                    Add(writer, end += random.Next(1, 4), random.NextDouble());
                    if (random.Next(400) == 0) Add(writer, random.NextInt64(1, end + 1), random.NextDouble());
                }

                if (random.Next(3) == 0) Add(writer, random.NextInt64(1, end), random.Next(2) == 0 ? double.NaN : double.PositiveInfinity);
                writer.Flush();
                if (random.Next(5) > 0) return 0;
                var cut = random.NextInt64(end / 2, end);
                foreach (var step in expected.Keys.Where(k => k > cut).ToArray()) expected.Remove(step);
                return writer.VoidAfter(cut);
            });
            IsWhole(-1, long.MaxValue, long.MaxValue);
            IsWhole(random.NextInt64(expected.Keys.Last()), random.NextInt64(expected.Keys.Last()), random.NextInt64(1, 9000));
        }

        using var reading = Lab.Index.Open();
        var counted = reading.RunMetrics.Single();
        Assert.Equal((expected.Count, expected.Keys.Last()), (counted.Count, counted.LastStep));
        Assert.Equal(expected.Keys.Select(k => (k, k * 10, k * 7)), PointReader.Steps(reading, 1, -1));
        using var chunks = PointReader.Statement(reading, "SELECT count(*) FROM point_chunks");
        Assert.True(chunks.Next());
        Assert.Equal(expected.Count / PointChunk.Size, chunks.Long(0));

        void Add(PointWriter writer, long step, double value)
        {
            writer.Step(step, step * 10, step * 7);
            writer.Point("a", step, value);
            expected[step] = value;
        }

        void IsWhole(long after, long last, long limit)
        {
            using var db = Lab.Index.Open();
            var metric = db.Metrics.Single().Id;
            var points = expected.Where(p => p.Key > after && p.Key <= last).Take((int)Math.Min(limit, int.MaxValue)).Select(p => new MetricPoint(p.Key, p.Value));
            Assert.Equal(points, PointReader.Points(db, 1, metric, after, limit, last));
        }
    }

    /// <summary>Two runs with all kinds of events, read in several looks, as it happens live.</summary>
    protected void Fill()
    {
        var first = Lab.Make("run-1");
        for (var i = 1; i <= 5; i++)
        {
            TestLab.Write(first, [Started(i * 100), Metrics(i, ("a", i), ("b", double.NaN)), Evaluated(i, "raw", 0.1 * i), Evaluated(i, "ema", 0.2 * i), Saved(i), Saved(i, "best_ema")]);
            Lab.CatchUp();
        }

        TestLab.Write(first, Started(900), Resumed(3, 900), Metrics(4, ("a", 44)), new CheckpointRemoved { Path = RunDirectory.CheckpointPath(1), Time = Day }, Finished(5));
        TestLab.Write(Lab.Make("run-2", TestLab.Config("second", 2)), Steps(1, 20));
        Lab.CatchUp();
    }
}
