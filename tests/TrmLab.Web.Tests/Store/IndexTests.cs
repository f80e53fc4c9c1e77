using TrmLab.Core.Runs;
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
