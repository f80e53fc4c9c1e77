using Microsoft.Extensions.Logging.Abstractions;
using TrmLab.Core;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Tests.Support;

namespace TrmLab.Web.Tests.Store;

[Collection<OnPostgres>]
public sealed class PostgresIndexTests(PostgresServer server) : IndexTests(server.NewIndex())
{
    [Fact]
    public void It_holds_what_an_index_in_SQLite_holds()
    {
        Fill();
        using var other = new TestLab(Lab.Data.Root);
        other.CatchUp();
        Assert.Equal(IndexDump.Of(other.Index), IndexDump.Of(Lab.Index));
    }

    [Theory]
    [InlineData("DROP TABLE points")]
    [InlineData("DROP TABLE points, steps, runs, lab_index")]
    [InlineData("DELETE FROM lab_index")]
    [InlineData("UPDATE lab_index SET version = 999")]
    public void Damaged_it_is_built_anew(string damage)
    {
        Fill();
        var before = IndexDump.Of(Lab.Index);
        PostgresServer.Execute(Lab.Data.Index, damage);

        using var next = new TestLab(Lab.Data.Root, index: Lab.Data.Index);
        try
        {
            next.CatchUp();
            IndexDump.Of(next.Index);
        }
        catch (Exception e) when (next.Index.IsDamage(e))
        {
            // As the ingestor does with a table that went away meanwhile.
            next.Index.Replace();
        }

        next.CatchUp();
        Assert.Equal(before, IndexDump.Of(next.Index));
    }

    [Fact]
    public void Other_tables_of_the_schema_are_left_alone()
    {
        PostgresServer.Execute(Lab.Data.Index, "CREATE TABLE somebody_elses (x integer); INSERT INTO somebody_elses VALUES (1)");
        Lab.Index.Replace();
        PostgresServer.Execute(Lab.Data.Index, "DO $$ BEGIN IF (SELECT count(*) FROM somebody_elses) <> 1 THEN RAISE EXCEPTION 'a row was lost'; END IF; END $$");
    }

    [Fact]
    public void Another_data_folder_is_refused()
    {
        var refused = Assert.Throws<InputException>(() => Prepare("/elsewhere", Lab.Data.Index));
        Assert.Contains(Lab.Data.Root, refused.Message);
        Assert.Contains("Search Path", refused.Message);
    }

    [Fact]
    public void A_connection_that_was_cut_is_opened_again()
    {
        Fill();
        PostgresServer.Execute(Lab.Data.Index, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'TRM Lab' AND pid <> pg_backend_pid()");
        Assert.ThrowsAny<Exception>(Write);
        Write();
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Database=lab;Username=me;Password=secret", "127.0.0.1:1/lab")]
    [InlineData("Hots=there", "not a PostgreSQL connection string")]
    public void A_database_that_cannot_be_had_is_named(string index, string expected)
    {
        var refused = Assert.Throws<InputException>(() => Prepare("/nowhere", index));
        Assert.Contains(expected, refused.Message);
        Assert.Contains("Lab:Index", refused.Message);
        Assert.DoesNotContain("secret", refused.Message);
    }

    private static void Prepare(string root, string connection)
    {
        using var index = new RunIndex(new LabData(root) { Index = connection }, NullLogger<RunIndex>.Instance);
        index.Prepare();
    }

    private void Write() => Lab.Index.Write((db, _) => db.SaveChanges() + db.Runs.Count());
}
