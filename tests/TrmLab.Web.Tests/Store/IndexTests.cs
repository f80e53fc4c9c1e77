using TrmLab.Core.Runs;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Store;

/// <summary>The index is only an index: whatever happens to it, the run directories bring it back.</summary>
public sealed class IndexTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Built_anew_it_holds_the_same()
    {
        Fill();
        var before = IndexDump.Of(_lab.Index);
        _lab.Index.Replace();
        _lab.CatchUp();
        Assert.Equal(before, IndexDump.Of(_lab.Index));
    }

    [Theory]
    [InlineData("deleted")]
    [InlineData("overwritten")]
    [InlineData("cut")]
    [InlineData("another version")]
    public void Damaged_it_is_replaced_at_the_start(string damage)
    {
        Fill();
        var before = IndexDump.Of(_lab.Index);
        _lab.Index.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Break(damage);

        using var next = new TestLab(_lab.Data.Root);
        next.CatchUp();
        Assert.Equal(before, IndexDump.Of(next.Index));
    }

    private void Fill()
    {
        var first = _lab.Make("run-1");
        for (var i = 1; i <= 5; i++)
        {
            // In several looks, as it happens live.
            TestLab.Write(first, [Started(i * 100), Metrics(i, ("a", i), ("b", double.NaN)), Evaluated(i, "raw", 0.1 * i), Evaluated(i, "ema", 0.2 * i), Saved(i), Saved(i, "best_ema")]);
            _lab.CatchUp();
        }

        TestLab.Write(first, Started(900), Resumed(3, 900), Metrics(4, ("a", 44)), new CheckpointRemoved { Path = RunDirectory.CheckpointPath(1), Time = Day }, Finished(5));
        TestLab.Write(_lab.Make("run-2", TestLab.Config("second", 2)), Steps(1, 20));
        _lab.CatchUp();
    }

    private void Break(string damage)
    {
        var file = _lab.Data.Database;
        File.Delete(file + "-wal");
        switch (damage)
        {
            case "deleted":
                File.Delete(file);
                break;
            case "overwritten":
                File.WriteAllText(file, "this was a database once, and now it is a text of some length");
                break;
            case "cut":
                using (var cut = File.OpenWrite(file)) cut.SetLength(cut.Length / 2);
                break;
            default:
                using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False"))
                {
                    connection.Open();
                    using var command = connection.CreateCommand();
                    command.CommandText = "PRAGMA user_version = 999";
                    command.ExecuteNonQuery();
                }

                break;
        }
    }
}
