using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Store;

public sealed class SqliteIndexTests() : IndexTests("")
{
    [Theory]
    [InlineData("deleted")]
    [InlineData("overwritten")]
    [InlineData("cut")]
    [InlineData("another version")]
    public void Damaged_it_is_replaced_at_the_start(string damage)
    {
        Fill();
        var before = IndexDump.Of(Lab.Index);
        Lab.Index.Dispose();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Break(damage);

        using var next = new TestLab(Lab.Data.Root);
        next.CatchUp();
        Assert.Equal(before, IndexDump.Of(next.Index));
    }

    [Fact]
    public void Damage_stands_until_the_index_was_replaced()
    {
        Lab.Index.Report(new Microsoft.Data.Sqlite.SqliteException("no such table: runs", 1));
        Assert.NotNull(Lab.Index.Trouble());
        Assert.NotNull(Lab.Index.Trouble());
        Lab.Index.Replace();
        Assert.Null(Lab.Index.Trouble());
    }

    private void Break(string damage)
    {
        var file = Lab.Data.Database;
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
