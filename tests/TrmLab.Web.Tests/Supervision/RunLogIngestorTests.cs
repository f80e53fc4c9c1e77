using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using TrmLab.Web.Hosting;
using TrmLab.Web.Store;
using TrmLab.Web.Supervision;
using TrmLab.Web.Tests.Support;
using static TrmLab.Web.Tests.Support.Events;

namespace TrmLab.Web.Tests.Supervision;

public sealed class RunLogIngestorTests : IDisposable
{
    private readonly TestLab _lab = new();

    public void Dispose() => _lab.Dispose();

    [Fact]
    public async Task A_damaged_index_that_cannot_be_replaced_now_is_replaced_later()
    {
        TestLab.Write(_lab.Make("run-1"), Started(), Metrics(1, ("a", 1)));
        _lab.CatchUp();
        DropRuns();
        var database = new StubbornDatabase(new SqliteDatabase(_lab.Data.Database), refusals: 1);
        using var index = new RunIndex(database, NullLogger<RunIndex>.Instance);
        using var ingestor = new RunLogIngestor(new RunIngest(index, _lab.Folder, _lab.Feed), index, Options.Create(new LabOptions()), NullLogger<RunLogIngestor>.Instance);
        await ingestor.StartAsync(TestContext.Current.CancellationToken);
        Patience.Until(() => ingestor.ExecuteTask!.IsCompleted || HasRun(index), () => "the run in the new index");
        Assert.False(ingestor.ExecuteTask!.IsCompleted, "the ingestor ended");
        Assert.Equal(2, database.Asked);
        await ingestor.StopAsync(CancellationToken.None);
    }

    private static bool HasRun(RunIndex index)
    {
        try
        {
            using var db = index.Open();
            return db.Runs.Any(r => r.Run == "run-1");
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    private void DropRuns()
    {
        using var connection = new SqliteConnection($"Data Source={_lab.Data.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "DROP TABLE runs";
        command.ExecuteNonQuery();
    }
}
