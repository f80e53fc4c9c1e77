using TrmLab.Web.Live;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Live;

public sealed class PointCursorTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Calls_together_deliver_each_point_once()
    {
        var run = _lab.Make();
        var cursor = new PointCursor(_lab.Index, "run-1");
        var got = new List<MetricPoint>();
        for (var i = 0; i < 5; i++)
        {
            TestLab.Write(run, Steps(i * 10 + 1, i * 10 + 10));
            _lab.CatchUp();
            got.AddRange(cursor.Read().Series["train/lm_loss"]);
            Assert.Empty(cursor.Read().Series);
        }

        Assert.Equal(_lab.Points()["train/lm_loss"], got);
    }

    [Fact]
    public void A_limit_delivers_in_parts_and_says_so()
    {
        TestLab.Write(_lab.Make(), Steps(1, 25));
        _lab.CatchUp();
        var cursor = new PointCursor(_lab.Index, "run-1");
        Assert.True(cursor.Read(10).More);
        Assert.True(cursor.Read(10).More);
        var rest = cursor.Read(10);
        Assert.False(rest.More);
        Assert.Equal([21L, 22, 23, 24, 25], rest.Series["train/lr"].Select(p => p.Step));
    }

    [Fact]
    public void Enough_points_leave_the_other_metrics_for_the_next_call()
    {
        TestLab.Write(_lab.Make(), Steps(1, 25));
        _lab.CatchUp();
        var cursor = new PointCursor(_lab.Index, "run-1");
        var first = cursor.Read(enough: 20);
        Assert.True(first.More);
        Assert.Equal(25, Assert.Single(first.Series).Value.Count);
        var second = cursor.Read(enough: 20);
        Assert.False(second.More);
        Assert.Equal(25, Assert.Single(second.Series).Value.Count);
    }

    [Fact]
    public void It_begins_behind_the_step_that_the_reader_has()
    {
        TestLab.Write(_lab.Make(), Steps(1, 10));
        _lab.CatchUp();
        Assert.Equal([8L, 9, 10], new PointCursor(_lab.Index, "run-1", 7).Read().Series["train/lr"].Select(p => p.Step));
    }

    [Fact]
    public void After_a_resume_it_begins_again()
    {
        var run = _lab.Make();
        TestLab.Write(run, Steps(1, 10));
        _lab.CatchUp();
        var cursor = new PointCursor(_lab.Index, "run-1");
        cursor.Read();
        TestLab.Write(run, Resumed(5, 100), Metrics(6, ("train/lr", 3)));
        _lab.CatchUp();

        var change = cursor.Read();
        Assert.True(change.Restarted);
        Assert.Equal([1L, 2, 3, 4, 5, 6], change.Series["train/lr"].Select(p => p.Step));
        Assert.False(cursor.Read().Restarted);
    }

    [Fact]
    public void After_the_index_was_built_anew_it_begins_again()
    {
        TestLab.Write(_lab.Make(), Steps(1, 10));
        _lab.CatchUp();
        var cursor = new PointCursor(_lab.Index, "run-1");
        cursor.Read();
        _lab.Index.Replace();
        _lab.CatchUp();
        var change = cursor.Read();
        Assert.True(change.Restarted);
        Assert.Equal(10, change.Series["train/lr"].Count);
    }
}
